"""Pictures for tests: a few squares of colour, as PNG or JPEG."""

from __future__ import annotations

import io
from typing import Any

import PIL.Image

from briefing.document import Image, Inlines
from briefing.pictures import measured

__all__ = ["image", "jpeg", "png"]


def png(size: tuple[int, int] = (60, 20), mode: str = "RGB", **how: Any) -> bytes:
    """Return a PNG; ``how`` is told to Pillow."""
    return _saved("PNG", size, mode, how)


def jpeg(size: tuple[int, int] = (60, 20), mode: str = "RGB", **how: Any) -> bytes:
    """Return a JPEG; ``how`` is told to Pillow."""
    return _saved("JPEG", size, mode, how)


def _saved(form: str, size: tuple[int, int], mode: str, how: dict[str, Any]) -> bytes:
    colours = [(number * 70 % 256, 90, 200, 128)[: len(mode)] for number in range(4)]
    made = PIL.Image.new("RGBA" if mode == "RGBA" else "RGB", size)
    width = size[0] // 4 or 1
    for number, colour in enumerate(colours):
        full = (colour * 3)[:3] if len(colour) < 3 else colour
        made.paste(full[: len(made.getbands())], (number * width, 0, (number + 1) * width, size[1]))
    out = io.BytesIO()
    made.convert(mode).save(out, form, **how)
    return out.getvalue()


def image(
    data: bytes | None = None, description: str = "四色方块", caption: Inlines = (), **more: Any
) -> Image:
    """Return a picture as a template makes it."""
    found = measured(png() if data is None else data)
    return Image(
        found.media_type, found.data, found.pixels, found.width, description, None, caption, **more
    )
