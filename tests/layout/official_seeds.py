"""The seeds' briefs in the style `official`, for tests of several rooms."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import briefing
from briefing.building import Bundle
from briefing.style import Style, read_style

ROOT = Path(__file__).resolve().parents[2]


@lru_cache(maxsize=1)
def bundle() -> Bundle:
    """Return the seeds, planned in the style `official`."""
    seeds = briefing.load(ROOT / "seeds")
    briefs = tuple(
        replace(brief, spec=brief.spec.model_copy(update={"style": "official"}))
        for brief in seeds.briefs
    )
    return replace(seeds, briefs=briefs)


@lru_cache(maxsize=16)
def official_brief(key: str, language: str, form: str) -> bytes:
    """Return a brief's bytes in the style `official`."""
    made = briefing.render(bundle(), key, language=language, format=form)
    assert not made.problems
    return made.data


@lru_cache(maxsize=1)
def official() -> Style:
    """Return the style itself."""
    style, problems = read_style("official", [ROOT / "templates"])
    assert style is not None, problems
    assert problems == []
    return style
