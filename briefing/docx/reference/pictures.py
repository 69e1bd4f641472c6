"""Pictures of a company's file: known kinds only, without what cameras and programs write in them."""

from __future__ import annotations

import struct

__all__ = ["picture"]

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
