"""From BCP 47 tags to the language names that Word keeps with text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

__all__ = ["Language", "language"]

_EAST_ASIAN = {"zh", "ja", "ko"}
_RIGHT_TO_LEFT = {"ar", "fa", "he", "ug", "ur", "yi"}
# Word wants a region; these are the ones meant when none is given.
_REGIONS = {
    "zh": "zh-CN",
    "zh-hans": "zh-CN",
    "zh-hant": "zh-TW",
    "en": "en-US",
    "ja": "ja-JP",
    "ko": "ko-KR",
    "fr": "fr-FR",
    "de": "de-DE",
    "es": "es-ES",
    "ru": "ru-RU",
    "ar": "ar-SA",
    "he": "he-IL",
    "pt": "pt-BR",
    "it": "it-IT",
}


_CHINESE = frozenset(["zh", "zh-CN", "zh-Hans"])


@dataclass(frozen=True, slots=True)
class Language:
    """A language as Word sees it.

    ``script`` is the group whose fonts and proofing it takes: ``latin``,
    ``east-asian`` or ``complex`` (right to left).
    """

    tag: str
    name: str
    script: str

    @property
    def chinese(self) -> bool:
        """Whether quotation marks, dashes and ellipses are full-width ones."""
        return self.tag in _CHINESE or self.tag.split("-", maxsplit=1)[0].lower() == "zh"

    def slots(self) -> dict[str, str]:
        """Return the three language slots of ``w:lang`` for a whole document."""
        slots = {"val": "en-US", "eastAsia": "zh-CN", "bidi": "ar-SA"}
        return slots | self.own_slot()

    def own_slot(self) -> dict[str, str]:
        """Return the one slot of ``w:lang`` that text in this language reads."""
        slot = {"latin": "val", "east-asian": "eastAsia", "complex": "bidi"}[self.script]
        return {slot: self.name}


@lru_cache(maxsize=64)
def language(tag: str) -> Language:
    """Return the language that a BCP 47 tag names."""
    lowered = tag.lower()
    base = lowered.split("-", maxsplit=1)[0]
    if base in _EAST_ASIAN:
        script = "east-asian"
    elif base in _RIGHT_TO_LEFT:
        script = "complex"
    else:
        script = "latin"
    name = _REGIONS.get(lowered) or tag
    return Language(tag, name, script)
