"""Pictures: known kinds only, without what cameras and programs write in them.

PNG is the W3C's Portable Network Graphics (third edition), JPEG is ISO/IEC 10918-1.
"""

from __future__ import annotations

import io
import re
import struct
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import PIL.Image
    import PIL.ImageFile

__all__ = [
    "MOST_BYTES",
    "PICTURES",
    "Measured",
    "PictureError",
    "is_smaller_copy",
    "measured",
    "picture",
    "points",
]

PICTURES = (".png", ".jpg", ".jpeg")
"""How the names of pictures end that a brief can show."""
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
# What makes a picture upright, by what it says (numbers of PIL.Image.Transpose).
_TURNS = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}
_LOOK = (32, 32)
_MOST_APART, _APART = 20, 3
"""How far apart two shades of one place may be, and all of them in the middle."""

_PNG = b"\x89PNG\r\n\x1a\n"
# What says how a picture looks (PNG 3, chapter 11).  Words, times and camera data, the
# further frames of an animation, and what programs keep for themselves are left out.
_PNG_KEPT = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"pHYs"}
    | {b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP"}
)
# The same of JPEG: markers (ISO/IEC 10918-1, table B.1), and how a segment of an
# application begins that says how the picture looks.
_APPLICATIONS = range(0xE0, 0xF0)
_COMMENT, _START_OF_SCAN, _END = 0xFE, 0xDA, 0xD9
_RESOLUTION, _THUMBNAIL = b"JFIF\0", 14
_JPEG_KEPT = {0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})  # markers without a length
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_COMMON_FRAMES = frozenset({0xC0, 0xC1, 0xC2})  # baseline, extended, progressive
_NEXT_MARKER = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")
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
        kind = data[at + 4 : at + 8]
        if kind in _PNG_KEPT:
            out.append(data[at:end])
        if kind == b"IEND":
            break
        at = end
    return b"".join(out)


def _jpeg(data: bytes) -> bytes:
    out = [data[:2]]
    for marker, segment in _segments(data):
        if marker == 0xE0 and segment[4:9] == _RESOLUTION:
            # Without its thumbnail, which may show what was cut off since.
            out.append(b"\xff\xe0\0\x10" + segment[4 : 2 + _THUMBNAIL].ljust(12, b"\0") + b"\0\0")
        elif marker in _APPLICATIONS or marker == _COMMENT:
            start = _JPEG_KEPT.get(marker)
            if start is not None and segment.startswith(start, 4):
                out.append(segment)
        else:
            out.append(segment)
    return b"".join(out)


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the marker and the whole of each segment, a scan with its data, up to the end.

    What follows the end is another picture of the same file, or a program's own.
    """
    at = 2
    while at + 2 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:  # may fill the room before a marker
            at += 1
            continue
        end = at + 2
        if marker == _END:
            yield marker, data[at:end]
            return
        if marker not in _ALONE:
            if end + 2 > len(data):
                return
            (length,) = struct.unpack_from(">H", data, end)
            end += length
        if marker == _START_OF_SCAN:
            following = _NEXT_MARKER.search(data, end)
            end = following.start() if following else len(data)
        yield marker, data[at:end]
        at = end


class PictureError(ValueError):
    """A picture that no brief can show; ``hint`` says what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Measured:
    """A sound PNG or JPEG: its data without what tells of its making, and its size.

    ``pixels`` are width and height; ``width`` is in points, at the resolution that the
    file states.  ``look`` is the picture in very small: 32 by 32 shades of grey, a byte
    each, by which :func:`is_smaller_copy` knows it again.
    """

    media_type: str
    data: bytes
    pixels: tuple[int, int]
    width: float
    look: bytes


@lru_cache(maxsize=8)
def measured(data: bytes) -> Measured:
    """Return a picture that is whole, of a kind that Word and PDF show alike.

    One that lies on its side and only says how to turn it is turned.

    Raises:
        PictureError: it is none.
    """
    import PIL.Image

    found = picture(data)
    if found is None or found[0] not in ("png", "jpeg"):
        kind = f"a {found[0].upper()} file" if found else "no picture that is known"
        raise PictureError(f"it is {kind}", "save it as PNG or JPEG")
    kind, media_type, cleaned = found
    if kind == "jpeg" and _FRAMES.intersection(m for m, _ in _segments(cleaned)) - _COMMON_FRAMES:
        message = "the picture is a JPEG of a rare kind, which few programs show"
        raise PictureError(message, "save it anew as PNG or JPEG")
    try:
        with warnings.catch_warnings(action="ignore"):  # of size, which is looked at here
            return _measured(media_type, cleaned, _orientation(data))
    except PictureError:
        raise
    except PIL.Image.DecompressionBombError:
        raise _too_large() from None
    except Exception as error:  # Pillow raises many kinds for a damaged file
        message = "the picture is damaged or cut off"
        raise PictureError(message, "save it anew as PNG or JPEG") from error


def _measured(media_type: str, data: bytes, orientation: int) -> Measured:
    import PIL.Image

    with PIL.Image.open(io.BytesIO(data), formats=["PNG", "JPEG"]) as opened:
        _check(opened.size, opened.mode)
        dpi = float(opened.info.get("dpi", (_DPI,))[0])
        opened.load()
        if orientation in _TURNS:
            turned = picture(_turned(opened, _TURNS[orientation]))
            assert turned is not None
            return _measured(media_type, turned[2], _UPRIGHT)
        look = _look(opened)
        width, height = opened.size
    dpi = dpi if 1 < dpi < _MOST_DPI else _DPI
    return Measured(media_type, data, (width, height), width * _POINTS_PER_INCH / dpi, look)


def points(data: bytes) -> int:
    """Return how many points a picture says that it has; 0 for what is no PNG or JPEG."""
    import PIL.Image

    try:
        with (
            warnings.catch_warnings(action="ignore"),
            PIL.Image.open(io.BytesIO(data), formats=["PNG", "JPEG"]) as opened,
        ):
            return opened.width * opened.height
    except PIL.Image.DecompressionBombError:
        return _MOST_PIXELS + 1
    except Exception:  # noqa: BLE001 – Pillow raises many kinds for a damaged file
        return 0


def _too_large() -> PictureError:
    return PictureError(f"the picture has more than {_MOST_PIXELS:,} points", "make it smaller")


def _check(size: tuple[int, int], mode: str) -> None:
    width, height = size
    if width * height > _MOST_PIXELS:
        raise _too_large()
    if mode in ("CMYK", "YCCK"):
        message = "the picture is in CMYK, which screens show in other colours"
        raise PictureError(message, "save it as RGB")


def _orientation(data: bytes) -> int:
    """Return how a picture says that it has to be turned (Exif 2.32, tag 0x0112)."""
    import PIL.Image

    try:
        with PIL.Image.open(io.BytesIO(data), formats=["PNG", "JPEG"]) as opened:
            found = opened.getexif().get(_ORIENTATION, _UPRIGHT)
    except Exception:  # noqa: BLE001 – what a camera wrote may be anything
        return _UPRIGHT
    return found if isinstance(found, int) else _UPRIGHT


def _turned(opened: PIL.ImageFile.ImageFile, how: int) -> bytes:
    """Return a picture turned: a PNG without any loss, a JPEG as fine as it was."""
    import PIL.Image
    from PIL.JpegImagePlugin import JpegImageFile, get_sampling

    turned = opened.transpose(PIL.Image.Transpose(how))
    kept = {name: opened.info[name] for name in ("dpi", "icc_profile") if name in opened.info}
    out = io.BytesIO()
    if isinstance(opened, JpegImageFile):
        tables = opened.quantization
        turned.save(out, "JPEG", qtables=tables, subsampling=get_sampling(opened), **kept)
    else:
        turned.save(out, "PNG", **kept)
    return out.getvalue()


def _look(opened: PIL.Image.Image) -> bytes:
    import PIL.Image

    if not opened.has_transparency_data:
        if opened.mode.startswith("I"):  # sixteen bits: the upper eight
            opened = opened.convert("I").point(lambda value: value / 256)
        return opened.convert("L").resize(_LOOK, PIL.Image.Resampling.BOX).tobytes()
    small = opened.convert("RGBA").resize(_LOOK, PIL.Image.Resampling.BOX)
    paper = PIL.Image.new("RGBA", _LOOK, "white")
    return PIL.Image.alpha_composite(paper, small).convert("L").tobytes()


def is_smaller_copy(
    pixels: tuple[int, int], look: bytes, of_pixels: tuple[int, int], of_look: bytes
) -> bool:
    """Return whether one picture is another with fewer points.

    Word makes pictures so when it saves a file, unless it is told not to.
    """
    (width, height), (whole_width, whole_height) = pixels, of_pixels
    if not (width < whole_width and height < whole_height and len(look) == len(of_look) > 0):
        return False
    # Both sides are rounded to whole points.
    if abs(width * whole_height - height * whole_width) > max(whole_width, whole_height):
        return False
    apart = [abs(a - b) for a, b in zip(look, of_look, strict=True)]
    return max(apart) <= _MOST_APART and sum(apart) <= _APART * len(apart)
