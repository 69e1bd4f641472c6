r"""Characters that a text file for people should not hold.

Errors are what no output can carry or what can deceive a reader: controls
(XML 1.0, 2.2 forbids most of them), lone surrogates, noncharacters (Unicode
23.7), line separators that editors don't show as lines, and the bidi controls
of "Trojan Source" (CVE-2021-42574).  Warnings are what usually got in by
copying: zero-width characters, private use, U+FFFD.  Joiners inside emoji and
in scripts that need them, and direction marks in lines with right-to-left
letters, are as meant and pass.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from briefing.problems import Severity

__all__ = ["Finding", "findings", "harmless", "replaced"]

# Fragments of character classes.  The order of cases in `_judge` follows them.
CONTROLS = "\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f"
SEPARATORS = "\\u2028\\u2029"
BIDI = "\\u202a-\\u202e\\u2066-\\u2069"
SURROGATES = "\\ud800-\\udfff"
NONCHARACTERS = "\\ufdd0-\\ufdef\\ufffe\\uffff" + "".join(
    f"\\U{plane:04x}fffe\\U{plane:04x}ffff" for plane in range(1, 17)
)
BOM = "\\ufeff"
FORBIDDEN = re.compile(f"[{CONTROLS}{SEPARATORS}{BIDI}{SURROGATES}{NONCHARACTERS}{BOM}]")

DIRECTION_MARKS = "\\u200e\\u200f\\u061c"
JOINERS = "\\u200c\\u200d"
INVISIBLE = (
    "\\xad\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u180e\\u200b\\u2060-\\u2065\\u206a-\\u206f"
    "\\u3164\\uffa0\\ufff9-\\ufffc\\U000e0000-\\U000e007f"
)
PRIVATE = "\\ue000-\\uf8ff\\U000f0000-\\U000ffffd\\U00100000-\\U0010fffd"
LOST = "\\ufffd"
SUSPICIOUS = re.compile(
    f"[{FORBIDDEN.pattern[1:-1]}{DIRECTION_MARKS}{JOINERS}{INVISIBLE}{PRIVATE}{LOST}]"
)
RIGHT_TO_LEFT = re.compile(
    "[\\u0590-\\u08ff\\ufb1d-\\ufdff\\ufe70-\\ufefc\\U00010800-\\U00010fff\\U0001e800-\\U0001efff]"
)
# Scripts whose spelling uses joiners: Arabic and its kin, the Indic scripts, Mongolian.
JOINING = re.compile(
    "[\\u0600-\\u08ff\\u0900-\\u109f\\u1780-\\u18af\\ufb50-\\ufdff\\ufe70-\\ufefc]"
)
BLACK_FLAG = "\U0001f3f4"


@dataclass(frozen=True, slots=True)
class Finding:
    """One character at fault.  ``offset`` counts characters from the text's start."""

    offset: int
    code: str
    message: str
    hint: str
    severity: Severity


def replaced(text: str) -> str:
    """Return text of the same length with U+FFFD for each character that is an error.

    For reading on after the fault was reported; never for an output.
    """
    return FORBIDDEN.sub("\ufffd", text)


def harmless(text: str) -> str:
    """Return text without the characters that are errors, for words out of an old output."""
    return FORBIDDEN.sub("", text)


def findings(text: str) -> Iterator[Finding]:
    """Yield what is wrong, in the order of the text."""
    if text.isascii() and not FORBIDDEN.search(text):
        return
    for match in SUSPICIOUS.finditer(text):
        found = _judge(text, match.start())
        if found is not None:
            yield found


def _judge(text: str, offset: int) -> Finding | None:
    char = text[offset]
    code = ord(char)
    name = _name(char)
    category = unicodedata.category(char)
    if category == "Cc":
        hint = "delete it; it often comes with text that was copied from a PDF or a web page"
        return Finding(offset, "control-character", f"control character {name}", hint, ERROR)
    if category == "Cs":
        hint = "write the character itself; half of a surrogate pair is no character"
        return Finding(offset, "lone-surrogate", f"lone surrogate {name}", hint, ERROR)
    if category in {"Zl", "Zp"}:
        hint = "replace it by an ordinary line break"
        return Finding(offset, "line-separator", f"invisible line break {name}", hint, ERROR)
    if 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069:
        hint = "delete it: it makes the text read differently from what it holds"
        return Finding(offset, "bidi-control", f"direction control {name}", hint, ERROR)
    if code == 0xFEFF:
        hint = "delete it; a byte order mark may stand only at the very start of a file"
        return Finding(offset, "invisible-character", f"invisible character {name}", hint, ERROR)
    if category == "Co":
        hint = "replace it: only the font it was made for has a picture for it"
        message = f"private-use character {name}"
        return Finding(offset, "private-use-character", message, hint, WARNING)
    if code == 0xFFFD:
        hint = "an earlier conversion lost a character here: write the right one"
        return Finding(offset, "replacement-character", f"{name} stands here", hint, WARNING)
    if code >= 0xFFF0 or category == "Cn":
        if code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF:
            hint = "delete it: it is not a character"
            return Finding(offset, "noncharacter", f"noncharacter {name}", hint, ERROR)
    elif 0xFDD0 <= code <= 0xFDEF:
        hint = "delete it: it is not a character"
        return Finding(offset, "noncharacter", f"noncharacter {name}", hint, ERROR)
    if _is_meant(text, offset, code):
        return None
    hint = "delete it unless it is meant"
    return Finding(offset, "invisible-character", f"invisible character {name}", hint, WARNING)


def _is_meant(text: str, offset: int, code: int) -> bool:
    before = text[offset - 1] if offset else ""
    after = text[offset + 1 : offset + 2]
    if code in {0x200C, 0x200D}:
        if before and JOINING.match(before):
            return True
        # Emoji sequences: a symbol (perhaps with a selector or a skin tone), ZWJ, a symbol.
        return code == 0x200D and _is_emoji_part(before) and _is_emoji_part(after)
    if code in {0x200E, 0x200F, 0x061C}:
        # A bounded look: a line may be a megabyte long.
        first, last = max(offset - 1000, 0), offset + 1000
        start = max(text.rfind("\n", first, offset) + 1, first)
        end = text.find("\n", offset, last)
        end = end if end >= 0 else last
        return RIGHT_TO_LEFT.search(text[start:end].replace("\u061c", "")) is not None
    if 0xE0020 <= code <= 0xE007F:
        start = offset
        while start and "\U000e0020" <= text[start - 1] <= "\U000e007f" and offset - start < 16:
            start -= 1
        return start > 0 and text[start - 1] == BLACK_FLAG
    return False


def _is_emoji_part(char: str) -> bool:
    if not char:
        return False
    return char == "\ufe0f" or unicodedata.category(char) in {"So", "Sk", "Me"} or char in "♀♂⚕⚖"


def _name(char: str) -> str:
    code = ord(char)
    try:
        return f"U+{code:04X} ({unicodedata.name(char).lower()})"
    except ValueError:
        return f"U+{code:04X}"


ERROR = Severity.ERROR
WARNING = Severity.WARNING
