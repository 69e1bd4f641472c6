"""Pictures that a template names: files beside it, and never any other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from briefing.document import Image
from briefing.pictures import MOST_BYTES, PictureError, measured
from briefing.source import closest

__all__ = ["SUFFIXES", "load_picture", "width_of"]

SUFFIXES = (".png", ".jpg", ".jpeg")
_WIDTH = re.compile(r"(\d{1,4}(?:\.\d{1,3})?)(mm|cm|in|pt|%)")
_POINTS = {"mm": 72 / 25.4, "cm": 720 / 25.4, "in": 72.0, "pt": 1.0}


def load_picture(address: str, folders: Sequence[Path]) -> Image:
    """Return the picture at ``address``, a path within the first of ``folders`` that has it.

    Raises:
        PictureError: there is none, it can't be read, or no brief can show it.
    """
    path = PurePosixPath(address)
    if (
        not address.strip()
        or path.is_absolute()
        or ".." in path.parts
        or re.search(r"[:\\]", address)
    ):
        message = f"a picture is a file beside the template, which {address or 'this'} is not"
        raise PictureError(
            message, "put it in the folder of the template, and write its path from there"
        )
    for folder in folders:
        file = folder / path
        try:
            # A link may lead out of the folder.
            if not file.is_file() or not file.resolve().is_relative_to(folder.resolve()):
                continue
            with file.open("rb") as opened:
                data = opened.read(MOST_BYTES + 1)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "it cannot be read"
            raise PictureError(f"{address}: {reason.lower()}", "look at the file") from None
        if len(data) > MOST_BYTES:
            raise PictureError(
                f"{address} is larger than {MOST_BYTES // 1_000_000} MB", "make it smaller"
            )
        try:
            found = measured(data)
        except PictureError as error:
            raise PictureError(f"{address}: {error}", error.hint) from None
        return Image(found.media_type, found.data, found.pixels, found.width, "")
    raise PictureError(f"there is no picture {address}", _instead(path, folders))


def _instead(path: PurePosixPath, folders: Sequence[Path]) -> str:
    names = [
        (path.parent / file.name).as_posix()
        for folder in folders
        if (folder / path.parent).is_dir()
        for file in sorted((folder / path.parent).iterdir())
        if file.suffix.lower() in SUFFIXES
    ]
    near = closest(path.as_posix(), names)
    if near is not None:
        return f"did you mean: {near}"
    return "its path is looked for from the folder of the template"


def width_of(text: str) -> tuple[float | None, float | None]:
    """Return a width in points, or as a share of the line: one of the two.

    Raises:
        PictureError: ``text`` is no width.
    """
    match = _WIDTH.fullmatch(text.strip())
    number = float(match[1]) if match else 0.0
    if match is None or number <= 0:
        raise PictureError(f"{text or 'nothing'} is no width", 'write it as 80mm or "50%"')
    return (None, min(number / 100, 1.0)) if match[2] == "%" else (number * _POINTS[match[2]], None)
