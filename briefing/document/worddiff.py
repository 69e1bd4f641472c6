"""What changed between two texts, word by word, as a person would say it.

A word is a Latin word, a number with its signs, or one Chinese character; changes
that only a character or a sign keeps apart are joined, because “改了三处一字” reads
worse than one replaced phrase.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

__all__ = ["Kind", "Piece", "diff"]

Kind = Literal["same", "deleted", "inserted"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that both texts have, that only the old one has, or that only the new one has."""

    kind: Kind
    text: str


_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = re.compile(
    rf"\d[\d,.]*\d%?|\d%?|[^\W\d_{_HAN}]+(?:[’'\-][^\W\d_{_HAN}]+)*|\s+|.", re.DOTALL
)
_SENTENCE = re.compile(r"[^。！？；\n.!?;]*(?:[。！？；\n]+|[.!?;]+(?=\s|$)\s*|$)")
_IS_HAN = re.compile(f"[{_HAN}]")

_MOST = 600  # words on each side that are compared one by one


def diff(old: str, new: str) -> tuple[Piece, ...]:
    """Return the pieces that lead from ``old`` to ``new``, a deletion before its insertion.

    ``same`` and ``deleted`` pieces make up ``old``, ``same`` and ``inserted`` ones
    ``new``.  Long texts are compared by sentences first.
    """
    if old == new:
        return (Piece("same", old),) if old else ()
    left, right = _words(old), _words(new)
    if len(left) > _MOST or len(right) > _MOST:
        pairs = _by_sentences(old, new)
    else:
        pairs = _compared(left, right)
    return _pieces(_tidied(pairs))


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _sentences(text: str) -> list[str]:
    return [found for found in _SENTENCE.findall(text) if found]


Pair = tuple[str, str, str]
"""What both texts have, then what the old one and the new one have after it."""


def _compared(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    pairs: list[Pair] = []
    same = ""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, a0, a1, b0, b1 in matcher.get_opcodes():
        if kind == "equal":
            same += "".join(old[a0:a1])
        else:
            pairs.append((same, "".join(old[a0:a1]), "".join(new[b0:b1])))
            same = ""
    if same:
        pairs.append((same, "", ""))
    return pairs


def _by_sentences(old: str, new: str) -> list[Pair]:
    """Compare sentences, then the words of those that differ, as far as they are few."""
    pairs: list[Pair] = []
    for same, gone, come in _compared(_sentences(old), _sentences(new)):
        left, right = _words(gone), _words(come)
        if same:
            pairs.append((same, "", ""))
        if 0 < len(left) <= _MOST and 0 < len(right) <= _MOST:
            pairs += _compared(left, right)
        elif gone or come:
            pairs.append(("", gone, come))
    return pairs


def _tidied(pairs: Sequence[Pair]) -> list[Pair]:
    """Join changes that next to nothing keeps apart."""
    merged: list[Pair] = []
    for common, gone, come in pairs:
        same = common
        if merged and not merged[-1][1] and not merged[-1][2]:
            same = merged.pop()[0] + common
        if merged and (gone or come):
            first, left, right = merged[-1]
            if _slight(same, left + gone, right + come):
                merged[-1] = (first, left + same + gone, right + same + come)
                continue
        merged.append((same, gone, come))
    return merged


def _slight(same: str, gone: str, come: str) -> bool:
    """Whether common words are too few to be seen between two changes around them."""
    if "\n" in same:
        return False
    weight = sum(1.0 if _IS_HAN.match(char) else 0.5 for char in same if not char.isspace())
    around = max(len(gone), len(come))
    return weight <= 1.0 or (weight <= 2.0 and around >= 6 * weight)


def _pieces(pairs: Sequence[Pair]) -> tuple[Piece, ...]:
    found: list[Piece] = []
    for same, gone, come in pairs:
        # What both begin or end with is no change.
        left, right = _words(gone), _words(come)
        head = _common(left, right)
        rest = min(len(left), len(right)) - head
        tail = _common(left[::-1][:rest], right[::-1][:rest])
        middle = ("".join(left[head : len(left) - tail]), "".join(right[head : len(right) - tail]))
        parts: list[tuple[Kind, str]] = [
            ("same", same + "".join(left[:head])),
            ("deleted", middle[0]),
            ("inserted", middle[1]),
            ("same", "".join(left[len(left) - tail :])),
        ]
        for kind, text in parts:
            if not text:
                continue
            if found and found[-1].kind == kind:
                found[-1] = Piece(kind, found[-1].text + text)
            else:
                found.append(Piece(kind, text))
    return tuple(found)


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many words two texts begin with in common."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count
