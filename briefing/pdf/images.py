"""Pictures as image XObjects (ISO 32000-1, 8.9.5)."""

from __future__ import annotations

import io
from typing import Protocol

from briefing.pdf.objects import File

__all__ = ["Bitmap", "add_image"]


class Bitmap(Protocol):
    """A PNG or JPEG that was found whole: its file, kind, and width and height in points of it."""

    @property
    def data(self) -> bytes: ...
    @property
    def media_type(self) -> str: ...
    @property
    def pixels(self) -> tuple[int, int]: ...


def add_image(file: File, name: str, node: Bitmap) -> str:
    """Add a picture; return a reference to it.

    A JPEG goes in as it is.  A PNG is taken apart into colours and, where it has any,
    transparency, since a PDF keeps the two apart.
    """
    import PIL.Image

    width, height = node.pixels
    size = f"/Type /XObject /Subtype /Image /Width {width} /Height {height} /BitsPerComponent 8"
    # The picture was found whole and of bearable size when it was read.
    with PIL.Image.open(io.BytesIO(node.data), formats=["PNG", "JPEG"]) as opened:
        grey = opened.mode in ("1", "L", "LA", "I", "I;16")
        if node.media_type == "image/jpeg":
            space = "/DeviceGray" if grey else "/DeviceRGB"
            words = f"{size} /ColorSpace {space} /Filter /DCTDecode "
            return file.stream(name, node.data, words, plain=True)
        clear = opened.has_transparency_data
        colours: PIL.Image.Image = opened
        if opened.mode.startswith("I"):  # sixteen bits: the upper eight
            colours = opened.convert("I").point(lambda value: value / 256)
        colours = colours.convert("RGBA" if clear else "L" if grey else "RGB")
    mask = ""
    if clear:
        *bands, alpha = colours.split()
        own = file.stream(f"{name}:mask", alpha.tobytes(), f"{size} /ColorSpace /DeviceGray ")
        mask = f" /SMask {own}"
        colours = PIL.Image.merge("RGB", bands)
    space = "/DeviceGray" if colours.mode == "L" else "/DeviceRGB"
    return file.stream(name, colours.tobytes(), f"{size} /ColorSpace {space}{mask} ")
