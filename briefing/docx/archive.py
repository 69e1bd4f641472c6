"""A zip archive whose bytes depend on nothing but its members.

Written here and not with ``zipfile``, so that a member that many documents
share (styles, theme, relationships) is compressed once.  Times are 1980-01-01, the earliest a
zip can say (APPNOTE.TXT 4.4.6); flags, versions and attributes are fixed.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["Member", "archive", "member"]

_EPOCH = 0x0021_0000  # 1980-01-01 00:00 as MS-DOS date and time
_DEFLATE = 8
_VERSION = 20  # 2.0: what deflate needs
_UTF8_NAMES = 0x0800
_LEVEL = 6
_SMALL = 2_500  # bytes


@dataclass(frozen=True, slots=True)
class Member:
    """A compressed member; ``name`` without leading slash, ``data`` as it went in."""

    name: str
    data: bytes
    crc: int
    deflated: bytes


def member(name: str, data: bytes) -> Member:
    """Return ``data`` compressed, under ``name``."""
    # Small parts hold what an issue says on every page, or nothing of its own at all.
    return _small(name, data) if len(data) <= _SMALL else _deflated(name, data)


@lru_cache(maxsize=256)
def _small(name: str, data: bytes) -> Member:
    return _deflated(name, data)


def _deflated(name: str, data: bytes) -> Member:
    compressor = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
    deflated = compressor.compress(data) + compressor.flush()
    return Member(name, data, zlib.crc32(data), deflated)


def archive(members: Iterable[Member]) -> bytes:
    """Return a zip file of ``members`` in the order given.

    Raises:
        ValueError: the archive would pass four gigabytes.
    """
    out: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for entry in members:
        name = entry.name.encode()
        # The fields that the local and the central header share.
        shared = struct.pack(
            "<HHHLLLLHH",
            _VERSION,
            _UTF8_NAMES,
            _DEFLATE,
            _EPOCH,
            entry.crc,
            len(entry.deflated),
            len(entry.data),
            len(name),
            0,
        )
        local = b"PK\x03\x04" + shared + name
        out += (local, entry.deflated)
        directory.append(
            b"PK\x01\x02"
            + struct.pack("<H", _VERSION)
            + shared
            + struct.pack("<HHHLL", 0, 0, 0, 0, offset)
            + name
        )
        offset += len(local) + len(entry.deflated)
        if offset > 0xFFFF_FFFF:
            raise ValueError("a DOCX of more than four gigabytes cannot be written")
    size = sum(len(entry) for entry in directory)
    end = b"PK\x05\x06" + struct.pack(
        "<HHHHLLH", 0, 0, len(directory), len(directory), size, offset, 0
    )
    return b"".join((*out, *directory, end))
