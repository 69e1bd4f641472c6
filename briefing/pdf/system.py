"""Fonts of the machine, by name: for styles that ask for a face the packages lack.

What is found decides the bytes of a PDF, so only a style that names a system
font depends on the machine.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import uharfbuzz as hb

__all__ = ["find", "folders"]

ENDINGS = {".ttf", ".otf", ".ttc", ".otc"}
FAMILY, SUBFAMILY, FULL, TYPOGRAPHIC = 1, 2, 4, 16
"""Name IDs of the OpenType ``name`` table."""
PLAIN = {"regular", "normal", "book", "roman", "常规", "標準"}


def folders() -> tuple[Path, ...]:
    """Return where this system keeps fonts, the person's own first."""
    home = Path.home()
    if sys.platform == "win32":
        windows = Path(os.environ.get("WINDIR", "C:/Windows"))
        return (home / "AppData/Local/Microsoft/Windows/Fonts", windows / "Fonts")
    if sys.platform == "darwin":
        return (home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts"))
    return (
        home / ".local/share/fonts",
        home / ".fonts",
        Path("/usr/local/share/fonts"),
        Path("/usr/share/fonts"),
    )


def find(names: tuple[str, ...]) -> tuple[Path, int] | None:
    """Return file and index of the first of ``names`` that a font of the machine has.

    A name is a family's (its regular face is meant) or a face's full name, in
    any language that the font gives it in.
    """
    known = _known(folders())
    return next((known[name.casefold()] for name in names if name.casefold() in known), None)


@lru_cache(maxsize=4)
def _known(where: tuple[Path, ...]) -> dict[str, tuple[Path, int]]:
    full: dict[str, tuple[Path, int]] = {}
    plain: dict[str, tuple[Path, int]] = {}
    other: dict[str, tuple[Path, int]] = {}
    for file in _files(where):
        for index, face in _faces(file):
            names: dict[int, set[str]] = {}
            for entry in face.list_names():
                if entry.name_id in (FAMILY, SUBFAMILY, FULL, TYPOGRAPHIC):
                    name = face.get_name(entry.name_id, entry.language)
                    names.setdefault(int(entry.name_id), set()).add((name or "").casefold())
            regular = bool(names.get(SUBFAMILY, set()) & PLAIN)
            for name in names.get(FULL, ()):
                full.setdefault(name, (file, index))
            for name in names.get(FAMILY, set()) | names.get(TYPOGRAPHIC, set()):
                (plain if regular else other).setdefault(name, (file, index))
    return {**other, **full, **plain}


def _files(where: tuple[Path, ...]) -> Iterator[Path]:
    for folder in where:
        yield from sorted(
            path for path in folder.rglob("*") if path.suffix.lower() in ENDINGS and path.is_file()
        )


def _faces(file: Path) -> Iterator[tuple[int, hb.Face]]:
    """Yield the faces of a file; one that is broken has none."""
    try:
        blob = hb.Blob.from_file_path(str(file))
        first = hb.Face(blob, 0)
        for index in range(first.count):
            face = hb.Face(blob, index) if index else first
            if face.glyph_count:
                yield index, face
    except (OSError, hb.HarfBuzzError):
        return
