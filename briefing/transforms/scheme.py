"""How a house style numbers: handed in, so that both formats print the same numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["ClosingScheme", "HeadingScheme", "Scheme", "han"]

DIGITS = "〇一二三四五六七八九"
LARGEST_HAN = 99


@dataclass(frozen=True, slots=True)
class HeadingScheme:
    """One level of headings: ``{n}`` is Arabic, ``{han}`` 一二三.

    ``restart``: counting begins anew under each heading of a higher level;
    ``always``: also headings that are not marked as numbered.  ``reference`` is
    how a reference prints the number, if not as the heading does.
    """

    format: str
    restart: bool = True
    always: bool = False
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class ClosingScheme:
    """The words of the closing block (版记): before the copies, and with ``{date}``."""

    copies: str
    issued: str


@dataclass(frozen=True, slots=True)
class Scheme:
    """Number formats by heading level and by list role.

    ``closing``: a closing block takes what it needs from the masthead.
    ``own_colours``: the series of charts keep colours of their own.
    """

    headings: Mapping[int, HeadingScheme] = field(default_factory=dict)
    lists: Mapping[str, str] = field(default_factory=dict)
    contents_title: str = "Contents"
    closing: ClosingScheme | None = None
    own_colours: bool = True


def han(number: int) -> str:
    """Return a number from 1 to 99 in Chinese numerals (GB/T 15835); Arabic beyond.

    >>> han(1), han(10), han(12), han(35)
    ('一', '十', '十二', '三十五')
    """
    if not 1 <= number <= LARGEST_HAN:
        return str(number)
    tens, ones = divmod(number, 10)
    text = DIGITS[tens] if tens > 1 else ""
    return text + ("十" if tens else "") + (DIGITS[ones] if ones else "")


def shown(pattern: str, number: int) -> str:
    """Return ``pattern`` with its placeholder filled."""
    return pattern.replace("{n}", str(number)).replace("{han}", han(number))
