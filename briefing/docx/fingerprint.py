"""Whether a DOCX is still as this program wrote it.

A written file carries the SHA-256 of all its other parts in a custom property.
Any program that saves the file again writes the parts anew, so that the digest
no longer fits; nothing else about the file is needed to see that.
"""

from __future__ import annotations

import hashlib
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable
from typing import IO

__all__ = ["CUSTOM_PART", "PROPERTY", "digest", "is_pristine", "keeps_edits"]

PROPERTY = "BriefingFingerprint"
CUSTOM_PART = "docProps/custom.xml"
BASE_PART = "customXml/item1.xml"

# Limits for files that may come from anywhere.
_MEMBERS = 10_000
_PROPERTIES = 1 << 20  # bytes of the custom properties part
_TOTAL = 1 << 29  # bytes of all parts, unpacked
_FREE = 1 << 24  # bytes that a member may have whatever its ratio
_RATIO = 200
_CHUNK = 1 << 16
_BEGINNING = 1000  # bytes of the base's part; its first element is shorter

_VALUE = re.compile(
    rb'name="%b"[^>]*>\s*<[A-Za-z]*:?lpwstr[^>]*>\s*([0-9a-f]{64})\s*<' % PROPERTY.encode()
)


_IS_EDITED = re.compile(rb'<(?:\w+:)?base [^>]*edited="true"')


class _TooLargeError(Exception):
    pass


_UNREADABLE = (
    _TooLargeError,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,  # encrypted
    ValueError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)


def digest(parts: Iterable[tuple[str, bytes]]) -> str:
    """Return the fingerprint of parts, given as (name, content), in any order."""
    total = hashlib.sha256()
    for name, content in sorted(parts):
        total.update(_entry(name, hashlib.sha256(content).digest()))
    return total.hexdigest()


def is_pristine(data: bytes) -> bool | None:
    """Return True if ``data`` is a DOCX as it was written, False if it was changed since.

    None says that it is none of ours, or that its fingerprint is gone: whoever
    asks in order to overwrite should treat that as changed.  Never raises;
    unpacks no more than 512 MB, in pieces.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            stored = _stored(package)
            if stored is None:
                return None
            try:
                return _measured(package) == stored
            except _TooLargeError:
                return False  # ours once, but what we write is never like this
    except _UNREADABLE:
        return None


def keeps_edits(data: bytes) -> bool:
    """Return whether a DOCX was written with what a person made of an earlier one.

    Such a file is worth keeping although nobody has changed it since.  Never raises.
    """
    try:
        with (
            zipfile.ZipFile(io.BytesIO(data)) as package,
            _opened(package, package.getinfo(BASE_PART)) as source,
        ):
            return _IS_EDITED.search(source.read(_BEGINNING)) is not None
    except _UNREADABLE:
        return False


def _stored(package: zipfile.ZipFile) -> str | None:
    if len(package.infolist()) > _MEMBERS:
        return None
    with _opened(package, package.getinfo(CUSTOM_PART)) as source:
        content = source.read(_PROPERTIES + 1)
    if len(content) > _PROPERTIES:
        return None
    found = _VALUE.search(content)
    return found.group(1).decode() if found else None


def _opened(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> IO[bytes]:
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise NotImplementedError("OPC knows no other compression")
    return package.open(entry)


def _measured(package: zipfile.ZipFile) -> str:
    left = _TOTAL
    entries: list[tuple[str, bytes]] = []
    for entry in package.infolist():
        if entry.filename == CUSTOM_PART:
            continue
        own = hashlib.sha256()
        size = 0
        allowed = max(_FREE, _RATIO * entry.compress_size)
        with _opened(package, entry) as source:
            while piece := source.read(_CHUNK):
                size += len(piece)
                if size > min(left, allowed):
                    raise _TooLargeError
                own.update(piece)
        left -= size
        entries.append((entry.filename, own.digest()))
    total = hashlib.sha256()
    for name, part in sorted(entries):
        total.update(_entry(name, part))
    return total.hexdigest()


def _entry(name: str, part: bytes) -> bytes:
    encoded = name.encode("utf-8", "surrogatepass")
    return len(encoded).to_bytes(4, "big") + encoded + part
