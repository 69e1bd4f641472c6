"""Where a line may end: the Unicode line breaking algorithm (UAX #14, Unicode 16.0).

A text is first written as a string of *classes*, one character for each of its
characters: the Line_Break property after rule LB1, with what the rules ask
besides (East Asian width, initial or final quotation mark).  Four classes make
up most texts, `IDEOGRAPH`, `LETTER`, `DIGIT` and `SPACE`: between two of them
the answer is always the same.  So the string is cut where a line may end for
certain, and the rules are run once for each piece that is met.

The table of classes is compared with another implementation's for every code
point, and the rules on random strings, in ``tests/pdf/test_breaks.py``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from typing import Final

__all__ = ["DIGIT", "IDEOGRAPH", "LETTER", "SPACE", "classes", "may_break", "symbol"]

LIST = """
AL NU SP ID BK CR LF NL CM ZWJ WJ ZW GL B2 BA HH HY CB CL CP EX IN NS OP QU QI QF IS PO PR SY DC
AK AP AS VF VI EB EM XP H2 H3 JL JV JT HL RI BB
"""
NAMES = LIST.split()
"""Classes: those of the standard; QI and QF are initial and final quotation marks, DC the
dotted circle, HH U+2010, XP an unassigned pictograph."""
FIRST = 0x100
"""Where the symbols begin: two for each class, narrow and wide (East Asian width F, W or H)."""
LETTER: Final = "A"
DIGIT: Final = "N"
SPACE: Final = " "
IDEOGRAPH: Final = "I"
SHORT = {"AL": LETTER, "NU": DIGIT, "SP": SPACE, "IDw": IDEOGRAPH}
LONG = {short: name for name, short in SHORT.items()}

MOST_PIECES = 20_000
CERTAIN = re.compile(
    f"{IDEOGRAPH}+(?={IDEOGRAPH})"
    f"|(?:{IDEOGRAPH}|[{LETTER}{DIGIT}]+)? *"
    f"(?:[^{IDEOGRAPH}{LETTER}{DIGIT} ][^{IDEOGRAPH}{LETTER}{DIGIT}]*"
    f"(?:{IDEOGRAPH}|[{LETTER}{DIGIT}]+)? *)*",
    re.DOTALL,
)
"""A piece between two places where a line may end for certain."""


def symbol(name: str) -> str:
    """Return the symbol of a class; a trailing ``w`` says that it is wide."""
    short = SHORT.get(name)
    if short is not None:
        return short
    wide = name.endswith("w")
    return chr(FIRST + 2 * NAMES.index(name[:-1] if wide else name) + wide)


def _named(sign: str) -> str:
    """Return the class of a symbol, with ``w`` where it is wide."""
    if sign in LONG:
        return LONG[sign]
    number = ord(sign) - FIRST
    return NAMES[number // 2] + "w" * (number % 2)


@lru_cache(maxsize=1)
def _ranges() -> tuple[list[int], list[str]]:
    """Return where ranges of one class begin, and the symbol of each."""
    from briefing.pdf.breakdata import RANGES

    starts: list[int] = []
    signs: list[str] = []
    at = 0
    for row in RANGES.split():
        step, _, name = row.partition(":")
        at += int(step, 36)
        starts.append(at)
        signs.append(symbol(name))
    return starts, signs


class _Table(dict[int, str]):
    """The symbol of each code point, looked up when first asked for."""

    def __missing__(self, code: int) -> str:
        if 0x4E00 <= code <= 0x9FFF:
            found = IDEOGRAPH
        elif 0xAC00 <= code <= 0xD7A3:
            found = symbol("H2w" if (code - 0xAC00) % 28 == 0 else "H3w")
        else:
            starts, signs = _ranges()
            found = signs[bisect_right(starts, code) - 1]
        self[code] = found
        return found


_TABLE = _Table()
"""Facts about characters, kept for the process."""


def classes(text: str) -> str:
    """Return the class of each character, as a string of the same length."""
    return text.translate(_TABLE)


class _Pieces(dict[str, str]):
    """What the rules say of each piece met, kept for the process."""

    def __missing__(self, piece: str) -> str:
        if len(self) >= MOST_PIECES:
            self.clear()
        if len(piece) > 1 and piece == IDEOGRAPH * len(piece):
            found = "1" * len(piece)
        else:
            found = _flags(piece)
        if len(piece) < 400:
            self[piece] = found
        return found


_PIECES = _Pieces()


def may_break(signs: str) -> str:
    """Return for each place before a character ``1`` where a line may end there, else ``0``.

    ``signs`` are classes (see `classes`).  The first flag says nothing.
    """
    return "".join(map(_PIECES.__getitem__, CERTAIN.findall(signs)))


# ── The rules ──────────────────────────────────────────────────────────────

HARD = frozenset({"BK", "CR", "LF", "NL"})
UNATTACHED = HARD | {"SP", "ZW"}
QUOTES = frozenset({"QU", "QI", "QF"})
BEFORE_INITIAL = UNATTACHED | {"OP", "GL"} | QUOTES
AFTER_FINAL = HARD | QUOTES | {"SP", "GL", "WJ", "CL", "CP", "EX", "IS", "SY", "ZW"}
WORDS = frozenset({"AL", "HL", "DC"})
IDEOGRAPHS = frozenset({"ID", "EB", "EM", "XP"})
HYPHENS = frozenset({"HY", "HH"})
AFTERS = frozenset({"BA", "HH"})
SYLLABLES = frozenset({"AK", "AS", "DC"})
HANGUL = frozenset({"JL", "JV", "JT", "H2", "H3"})
AFTER_HANGUL = {
    "JL": frozenset({"JL", "JV", "H2", "H3"}),
    "JV": frozenset({"JV", "JT"}),
    "H2": frozenset({"JV", "JT"}),
    "JT": frozenset({"JT"}),
    "H3": frozenset({"JT"}),
}
BEFORE_WORD_HYPHEN = UNATTACHED | {"CB", "GL"}


def _flags(piece: str) -> str:
    """Return the flags of a piece by the rules themselves."""
    if not piece:
        return ""
    names = [_named(sign) for sign in piece]
    kept: list[int] = []
    """Which characters the rules see: a mark is one with its base (LB9)."""
    found: list[str] = []
    wide: list[bool] = []
    joined: set[int] = set()
    for at, name in enumerate(names):
        base = name.removesuffix("w")
        if base in ("CM", "ZWJ"):
            if kept and found[-1] not in UNATTACHED:
                joined.add(at)
                continue
            base = "AL"
        if at and names[at - 1].removesuffix("w") == "ZWJ":
            joined.add(at)
        kept.append(at)
        found.append(base)
        wide.append(name.endswith("w") and base != "AL")
    flags = ["0"] * len(piece)
    flags[0] = "1"
    for index in range(1, len(kept)):
        at = kept[index]
        if _allowed(found, wide, index, attached=at in joined):
            flags[at] = "1"
    return "".join(flags)


def _back(found: list[str], index: int, over: frozenset[str] | set[str]) -> str:
    """Return the class before a place, passing over some."""
    while index >= 0 and found[index] in over:
        index -= 1
    return found[index] if index >= 0 else ""


def _allowed(found: list[str], wide: list[bool], index: int, *, attached: bool) -> bool:
    """Whether a line may end before a character (LB4 to LB31)."""
    a, b = found[index - 1], found[index]
    following = found[index + 1] if index + 1 < len(found) else ""
    hard = _hard(a, b)
    if hard is not None:
        return hard
    unspaced = _back(found, index - 1, {"SP"})
    if unspaced == "ZW":
        return True
    if attached or "WJ" in (a, b) or a == "GL":
        return False
    if b == "GL" and a not in ("SP", "BA", "HH", "HY"):
        return False
    if b in ("CL", "CP", "EX", "SY") or unspaced == "OP":
        return False
    if unspaced == "QI" and _opens(found, index - 1):
        return False
    if b == "QF" and (not following or following in AFTER_FINAL):
        return False
    if b == "IS":
        return a == "SP" and following == "NU"
    if (b == "NS" and unspaced in ("CL", "CP")) or (b == "B2" and unspaced == "B2"):
        return False
    if a == "SP":
        return True
    if (a in QUOTES or b in QUOTES) and not _beside_quote(found, wide, index):
        return False
    if "CB" in (a, b):
        return True
    return not (
        _hyphens(found, index)
        or _numbers(found, index)
        or _scripts(found, index)
        or _brackets(found, wide, index)
    )


def _hard(a: str, b: str) -> bool | None:
    """LB4 to LB7: breaks that must be, and none before spaces."""
    if a == "CR" and b == "LF":
        return False
    if a in HARD:
        return True
    return False if b in HARD or b in ("SP", "ZW") else None


def _opens(found: list[str], index: int) -> bool:
    """LB15a: whether an initial quotation mark at or before a place opens."""
    while found[index] == "SP":
        index -= 1
    return index == 0 or found[index - 1] in BEFORE_INITIAL


def _beside_quote(found: list[str], wide: list[bool], index: int) -> bool:
    """LB19 and LB19a: whether a line may end beside a quotation mark."""
    a, b = found[index - 1], found[index]
    if b in QUOTES:
        if b != "QI" or not wide[index - 1]:
            return False
        if index + 1 >= len(found) or not wide[index + 1]:
            return False
    if a in QUOTES:
        if a != "QF" or not wide[index]:
            return False
        if index < 2 or not wide[index - 2]:
            return False
    return True


def _hyphens(found: list[str], index: int) -> bool:
    """LB20a to LB22: whether a hyphen and its kin hold on."""
    a, b = found[index - 1], found[index]
    before = found[index - 2] if index > 1 else ""
    if b in WORDS - {"HL"} and a in HYPHENS and (not before or before in BEFORE_WORD_HYPHEN):
        return True
    if b in AFTERS or b in ("HY", "NS", "IN") or a == "BB":
        return True
    if before == "HL" and (a == "HY" or a in AFTERS) and b != "HL":
        return True
    return a == "SY" and b == "HL"


def _numbers(found: list[str], index: int) -> bool:
    """LB23 to LB25: whether numbers, prefixes and suffixes hold together."""
    a, b = found[index - 1], found[index]
    if (a in WORDS and b == "NU") or (a == "NU" and b in WORDS):
        return True
    if (a == "PR" and b in IDEOGRAPHS) or (a in IDEOGRAPHS and b == "PO"):
        return True
    if (a in ("PR", "PO") and b in WORDS) or (a in WORDS and b in ("PR", "PO")):
        return True
    signs = {"SY", "IS"}
    if b in ("PO", "PR"):
        closed = index - 2 if a in ("CL", "CP") else index - 1
        return _back(found, closed, signs) == "NU"
    if b == "NU":
        return a in ("PO", "PR", "HY", "IS") or _back(found, index - 1, signs) == "NU"
    if a in ("PO", "PR") and b == "OP":
        rest = found[index + 1 : index + 3]
        return rest[:1] == ["NU"] or rest == ["IS", "NU"]
    return False


def _scripts(found: list[str], index: int) -> bool:
    """LB26 to LB29, LB30a and LB30b: whether syllables, words, flags and emoji hold together."""
    a, b = found[index - 1], found[index]
    if b in AFTER_HANGUL.get(a, ()):
        return True
    if (a in HANGUL and b == "PO") or (a == "PR" and b in HANGUL):
        return True
    if (a in WORDS or a == "IS") and b in WORDS:
        return True
    if a == "RI" and b == "RI":
        start = index
        while start and found[start - 1] == "RI":
            start -= 1
        return (index - start) % 2 == 1
    return (a in ("EB", "XP") and b == "EM") or _aksaras(found, index)


def _aksaras(found: list[str], index: int) -> bool:
    """LB28a: whether an orthographic syllable holds together."""
    a, b = found[index - 1], found[index]
    if a == "AP":
        return b in SYLLABLES
    if a in SYLLABLES:
        if b in ("VF", "VI"):
            return True
        return b in SYLLABLES and found[index + 1 : index + 2] == ["VF"]
    return a == "VI" and index > 1 and found[index - 2] in SYLLABLES and b in ("AK", "DC")


def _brackets(found: list[str], wide: list[bool], index: int) -> bool:
    """LB30: whether a bracket holds on to a word."""
    a, b = found[index - 1], found[index]
    if b == "OP":
        return (a in WORDS or a == "NU") and not wide[index]
    return a == "CP" and not wide[index - 1] and (b in WORDS or b == "NU")
