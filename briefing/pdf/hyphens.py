"""Where a word may be hyphenated: patterns after F. M. Liang, from the package pyphen.

Its dictionaries are those of LibreOffice.  Reading one takes about 0.1 s, so it is
read when a paragraph first needs a hyphen.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyphen import Pyphen

__all__ = ["hyphenates", "points"]

LEAST_BEFORE = 2
LEAST_AFTER = 3
"""Letters that stand at least on either line."""


UNHYPHENATED = frozenset({"zh", "ja", "ko", "th"})
REGIONS = {"en": "en_US", "de": "de_DE", "pt": "pt_PT", "sr": "sr"}
"""Which country's words a language without one follows, where there are several."""


@lru_cache(maxsize=64)
def hyphenates(language: str) -> bool:
    """Whether there are patterns for a language (BCP 47)."""
    return _dictionary(language) is not None


def _dictionary(language: str) -> str | None:
    if language[:2] in UNHYPHENATED:
        return None
    from pyphen import language_fallback

    found: str | None = language_fallback(REGIONS.get(language, language.replace("-", "_")))
    return found


@lru_cache(maxsize=8)
def _patterns(language: str) -> Pyphen:
    from pyphen import Pyphen

    return Pyphen(lang=_dictionary(language), left=LEAST_BEFORE, right=LEAST_AFTER)


@lru_cache(maxsize=20_000)
def points(word: str, language: str) -> tuple[int, ...]:
    """Return after how many letters of a word a line may end; none without patterns."""
    if not hyphenates(language):
        return ()
    # A point with data changes letters (as in Hungarian): what is written stays.
    found = _patterns(language).positions(word)
    return tuple(int(point) for point in found if getattr(point, "data", None) is None)
