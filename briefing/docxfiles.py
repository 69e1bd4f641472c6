"""Which DOCX files people mean who name files and folders."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from briefing.problems import UsageError, visible

__all__ = ["docx_files", "docx_in"]

HELD_BY_PROGRAMS = ("~$", ".~", "._")
"""How the names of files begin that Word, LibreOffice and macOS put beside an open DOCX."""


def docx_in(folder: Path) -> list[Path]:
    """Return the DOCX files of a folder by name, without those that programs put there."""
    return sorted(
        file
        for file in folder.iterdir()
        if file.suffix.lower() == ".docx"
        and not file.name.startswith(HELD_BY_PROGRAMS)
        and file.is_file()
    )


def docx_files(paths: Sequence[Path]) -> list[Path]:
    """Return the files that ``paths`` name, each once, and those of the folders among them.

    Raises:
        UsageError: one isn't there, or a folder holds no DOCX.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = docx_in(path)
            if not inside:
                raise UsageError(f"{visible(str(path))}: there is no .docx in that folder")
            found += inside
        elif path.is_file():
            found.append(path)
        else:
            raise UsageError(f"{visible(str(path))}: there is no such file")
    return list(dict.fromkeys(found))
