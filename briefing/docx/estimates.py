"""About how much room words take: the pages are set by the program that opens the file."""

from __future__ import annotations

from math import ceil

__all__ = ["ems", "lines"]


def ems(text: str) -> float:
    """Return about how wide a text is, in ems."""
    return sum(0.5 if ord(char) < 0x2000 else 1.0 for char in text)


def lines(text: str, room: float) -> int:
    """Return about how many lines a text takes in ``room`` ems; a line break begins one."""
    return sum(max(1, ceil(ems(part) / room)) for part in text.split("\n"))
