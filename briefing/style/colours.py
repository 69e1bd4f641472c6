"""Colours of charts: what reads on a fill, and how strong a tint a number has.

Colours are ``#RRGGBB`` in sRGB; luminance and contrast follow WCAG 2.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

__all__ = ["contrast", "ink_on", "luminance", "tint"]


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, 0 (black) to 1 (white).

    >>> round(luminance("#808080"), 3)
    0.216
    """
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def ink_on(fill: str) -> str:
    """Return white or black, whichever reads better on a fill: a contrast of 4.58 at least."""
    return max(("#FFFFFF", "#000000"), key=lambda ink: contrast(ink, fill))


def tint(tints: Sequence[str], heat: float) -> str:
    """Return the tint of a share above 0 and up to 1: equal steps, the last for the largest.

    >>> [tint(("#1", "#2", "#3"), share) for share in (0.01, 0.33, 0.34, 1.0)]
    ['#1', '#1', '#2', '#3']
    """
    step = math.ceil(heat * len(tints) - 1e-9)
    return tints[min(max(step, 1), len(tints)) - 1]
