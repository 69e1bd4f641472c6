"""Structured policy proposals in, finished briefs out: DOCX to edit, PDF to mail.

    >>> import briefing
    >>> project = briefing.load("seeds")                          # doctest: +SKIP
    >>> [brief.key for brief in project.briefs][:2]               # doctest: +SKIP
    ['sector-telecom', 'sector-telecom']
    >>> result = briefing.build("seeds", out="out")               # doctest: +SKIP
    >>> len(result.files)                                         # doctest: +SKIP
    44
    >>> pdf = briefing.render("seeds", "digest", language="en", format="pdf")  # doctest: +SKIP
    >>> pdf.name, pdf.data[:5]                                    # doctest: +SKIP
    ('digest-en.pdf', b'%PDF-')

Faults of the input raise :class:`InputError` with all problems that were
found; a wrong call raises :class:`UsageError`; disk, permissions and fonts
raise :class:`MachineError`.  All three are :class:`BriefingError`.

These names are the public API; everything else may change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefing.building import BuildResult, Bundle, Rendered, build, load, render
    from briefing.problems import (
        BriefingError,
        InputError,
        MachineError,
        Place,
        Problem,
        Severity,
        UsageError,
    )

__all__ = [
    "BriefingError",
    "BuildResult",
    "Bundle",
    "InputError",
    "MachineError",
    "Place",
    "Problem",
    "Rendered",
    "Severity",
    "UsageError",
    "build",
    "load",
    "render",
]

__version__ = "0.1.0"

_HOMES = {
    "briefing.building": ("BuildResult", "Bundle", "Rendered", "build", "load", "render"),
    "briefing.problems": (
        "BriefingError",
        "InputError",
        "MachineError",
        "Place",
        "Problem",
        "Severity",
        "UsageError",
    ),
}


def __getattr__(name: str) -> object:
    """Import what is asked for, so that ``briefing --help`` doesn't pay for it."""
    import importlib

    for home, names in _HOMES.items():
        if name in names:
            return getattr(importlib.import_module(home), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
