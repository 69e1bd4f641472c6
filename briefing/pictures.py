"""Pictures: known kinds only, without what cameras and programs write in them.

PNG is the W3C's Portable Network Graphics (third edition), JPEG is ISO/IEC 10918-1.
"""

from __future__ import annotations

import io
import struct
import warnings
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["MOST_BYTES", "Measured", "PictureError", "measured", "picture"]

MOST_BYTES = 20_000_000
"""The largest file of a picture that is read."""
_MOST_PIXELS = 40_000_000
"""A picture of more points would take a machine's memory, and shows no more on paper."""
_DPI = 96.0
"""What a picture is taken to have that doesn't say (as Word does)."""
_MOST_DPI = 10_000
_POINTS_PER_INCH = 72.0
_UPRIGHT = 1
_ORIENTATION = 0x0112

_PNG = b"\x89PNG\r\n\x1a\n"
# Words, times and camera data (PNG 3, 11.3); the rest says how the picture looks.
_PNG_TOLD = frozenset({b"tEXt", b"zTXt", b"iTXt", b"tIME", b"eXIf"})
_JPEG_TOLD = frozenset({0xE1, 0xED, 0xFE})  # Exif and XMP, Photoshop, comment
_KINDS = (
    (_PNG, "png", "image/png"),
    (b"\xff\xd8\xff", "jpeg", "image/jpeg"),
    (b"GIF8", "gif", "image/gif"),
    (b"BM", "bmp", "image/bmp"),
    (b"II*\x00", "tiff", "image/tiff"),
    (b"MM\x00*", "tiff", "image/tiff"),
    (b"\x01\x00\x00\x00", "emf", "image/x-emf"),
    (b"\xd7\xcd\xc6\x9a", "wmf", "image/x-wmf"),
    (b"\x01\x00\x09\x00", "wmf", "image/x-wmf"),
)


def picture(data: bytes) -> tuple[str, str, bytes] | None:
    """Return a picture's extension, content type and data; None for what is no picture.

    What it is is read from its first bytes, not believed of its name.
    """
    for start, extension, content_type in _KINDS:
        if data.startswith(start):
            if extension == "png":
                data = _png(data)
            elif extension == "jpeg":
                data = _jpeg(data)
            return extension, content_type, data
    return None


def _png(data: bytes) -> bytes:
    out = [_PNG]
    at = len(_PNG)
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        end = at + 12 + length
        if data[at + 4 : at + 8] not in _PNG_TOLD:
            out.append(data[at:end])
        at = end
    return b"".join(out)


def _jpeg(data: bytes) -> bytes:
    out = [data[:2]]
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
        (length,) = struct.unpack_from(">H", data, at + 2)
        end = at + 2 + length
        if data[at + 1] not in _JPEG_TOLD:
            out.append(data[at:end])
        at = end
    return b"".join((*out, data[at:]))


class PictureError(ValueError):
    """A picture that no brief can show; ``hint`` says what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Measured:
    """A sound PNG or JPEG: its data without what tells of its making, and its size.

    ``pixels`` are width and height; ``width`` is in points, at the resolution that the
    file states.
    """

    media_type: str
    data: bytes
    pixels: tuple[int, int]
    width: float


@lru_cache(maxsize=64)
def measured(data: bytes) -> Measured:
    """Return a picture that is whole, of a kind that Word and PDF show alike.

    Raises:
        PictureError: it is none.
    """
    import PIL.Image

    found = picture(data)
    if found is None or found[0] not in ("png", "jpeg"):
        kind = f"a {found[0].upper()} file" if found else "no picture that is known"
        raise PictureError(f"it is {kind}", "save it as PNG or JPEG")
    _, media_type, cleaned = found
    fault = None
    size, dpi = (0, 0), _DPI
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of size, which is looked at here
            with PIL.Image.open(io.BytesIO(cleaned), formats=["PNG", "JPEG"]) as opened:
                size, dpi = opened.size, float(opened.info.get("dpi", (_DPI,))[0])
                fault = _fault(opened.size, opened.mode)
                if fault is None:
                    opened.load()
            with PIL.Image.open(io.BytesIO(data), formats=["PNG", "JPEG"]) as opened:
                if opened.getexif().get(_ORIENTATION, _UPRIGHT) != _UPRIGHT:
                    message = "the picture lies on its side and only says how to turn it"
                    fault = PictureError(message, "turn it in a picture program and save it")
    except Exception:  # noqa: BLE001 – Pillow raises many kinds for a damaged file
        fault = PictureError("the picture is damaged or cut off", "save it anew as PNG or JPEG")
    if fault is not None:
        raise fault
    dpi = dpi if 1 < dpi < _MOST_DPI else _DPI
    return Measured(media_type, cleaned, size, size[0] * _POINTS_PER_INCH / dpi)


def _fault(size: tuple[int, int], mode: str) -> PictureError | None:
    width, height = size
    if width * height > _MOST_PIXELS:
        message = f"the picture has {width} × {height} points"
        return PictureError(message, f"make it smaller: {_MOST_PIXELS:,} are the most")
    if mode in ("CMYK", "YCCK"):
        message = "the picture is in CMYK, which screens show in other colours"
        return PictureError(message, "save it as RGB")
    return None
