"""PDF objects written as text, in reportlab's file structure (ISO 32000-1, 7.3 and 7.5).

reportlab numbers objects, writes the cross-reference table and the trailer;
what the objects say is put together here, because its own dictionaries cost
more than a page's typesetting.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from typing import Any
from urllib.parse import quote

from reportlab.pdfbase import pdfdoc

__all__ = ["File", "address", "reference", "text"]

REFERENCE = re.compile("\x00([^\x00]+)\x00")


def reference(name: str) -> str:
    """Return the mark of a reference to the object called ``name``, which may follow later."""
    return f"\x00{name}\x00"


def text(value: str) -> str:
    """Return a text string (7.9.2.2): UTF-16 with its mark, in hexadecimal."""
    return f"<FEFF{value.encode('utf-16-be', 'replace').hex().upper()}>"


def address(url: str) -> str:
    """Return an address as a literal string; what is not ASCII is percent-encoded."""
    plain = quote(url, safe="!#$%&'()*+,/:;=?@[]~")
    return "(" + re.sub(r"([\\()])", r"\\\1", plain) + ")"


class _Written(pdfdoc.PDFObject):
    """An object whose text is at hand; reportlab asks for it when all objects have numbers."""

    __RefOnly__ = 1

    def __init__(self, words: str, stream: bytes | None = None) -> None:
        self.words = words
        self.stream = stream

    def format(self, document: Any) -> bytes:
        numbers = document.idToObjectNumberAndVersion
        words = REFERENCE.sub(lambda match: f"{numbers[match.group(1)][0]} 0 R", self.words)
        if self.stream is None:
            return words.encode("ascii")
        return b"%s\nstream\n%s\nendstream" % (words.encode("ascii"), self.stream)


class File:
    """A PDF file that objects are added to by name, each once."""

    def __init__(self) -> None:
        # reportlab's types leave out what its own canvas sets.
        self._document: Any = pdfdoc.PDFDocument(invariant=1, pdfVersion=(1, 7))
        self._digest = hashlib.md5(usedforsecurity=False)

    def add(self, name: str, words: str) -> str:
        """Add an object that is no stream; return the mark of a reference to it."""
        return self._add(name, _Written(words))

    def stream(self, name: str, data: bytes, words: str = "", *, packed: bool = False) -> str:
        """Add a stream, compressed (``packed``: already so), with more entries in ``words``."""
        body = data if packed else zlib.compress(data, 6)
        self._digest.update(body)
        entries = f"<< /Length {len(body)} /Filter /FlateDecode {words}>>"
        return self._add(name, _Written(entries, body))

    def _add(self, name: str, made: _Written) -> str:
        self._document.Reference(made, name)
        return reference(name)

    def to_bytes(self, catalog: str, info: str) -> bytes:
        """Return the file; ``catalog`` and ``info`` are the dictionaries that the trailer names."""
        document = self._document
        # An empty dictionary of reportlab's standard fonts, of which none is used.
        document.idToObject[pdfdoc.BasicFonts] = _Written("<< >>")
        document.Catalog = document._catalog = _Written(catalog)  # noqa: SLF001
        document.info = _Written(info)
        self._digest.update(info.encode())
        name = self._digest.hexdigest().upper()
        document._ID = f"[<{name}> <{name}>]\n".encode()  # noqa: SLF001 – else it says who made it
        data: bytes = document.format()
        return data
