"""Tables in plain text: columns aligned, wide characters counted as two."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from measure import Times


def title(words: str) -> None:
    print(f"\n{words}\n{'─' * width(words)}")


def note(words: str) -> None:
    print(f"  {words}")


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table: the first column to the left, the others to the right."""
    widths = [max(width(row[n]) for row in (head, *rows)) for n in range(len(head))]
    for row in (head, *rows):
        cells = [
            word + " " * (size - width(word)) if n == 0 else " " * (size - width(word)) + word
            for n, (word, size) in enumerate(zip(row, widths, strict=True))
        ]
        print("  " + "   ".join(cells).rstrip())


def width(words: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in words)


def milliseconds(seconds: float) -> str:
    value = seconds * 1000
    return f"{value:,.1f} ms" if value < 100 else f"{value:,.0f} ms"


def spread(times: Times) -> str:
    return f"±{times.spread:.0%} of {len(times.runs)}"


def times(value: float) -> str:
    return f"{value:.2f}×" if value < 10 else f"{value:,.0f}×"
