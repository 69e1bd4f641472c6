"""PDF objects written as text, in reportlab's document (ISO 32000-1, 7.3 and 7.5).

What the objects say is put together here as text, because reportlab's own
dictionaries cost more than a page's typesetting.  reportlab's document is
extended by what it lacks: object streams and a cross-reference stream, which
make a tagged file a third smaller.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from typing import Any
from urllib.parse import quote

from reportlab.pdfbase import pdfdoc

__all__ = ["File", "address", "text"]

MOST_PACKED = 200
"""Objects in one object stream; a reader unpacks a stream as a whole."""


def text(value: str) -> str:
    """Return a text string (7.9.2.2): plain where ASCII, else UTF-16 in hexadecimal."""
    if value.isascii() and value.isprintable():
        return "(" + re.sub(r"([\\()])", r"\\\1", value) + ")"
    return f"<FEFF{value.encode('utf-16-be', 'replace').hex().upper()}>"


def address(url: str) -> str:
    """Return an address as a literal string; what is not ASCII is percent-encoded."""
    return text(quote(url, safe="!#$%&'()*+,/:;=?@[]~"))


class _Written(pdfdoc.PDFObject):
    """An object whose text is at hand."""

    __RefOnly__ = 1

    def __init__(self, words: str, stream: bytes | None = None) -> None:
        self.words = words
        self.stream = stream

    def format(self, _document: Any) -> bytes:
        words = self.words.encode("ascii")
        if self.stream is None:
            return words
        return b"%s\nstream\n%s\nendstream" % (words, self.stream)


class _Document(pdfdoc.PDFDocument):
    """reportlab's document, written with object streams (7.5.7) and an xref stream (7.5.8)."""

    _ID: bytes

    def format(self) -> bytes:
        """Return the file.  Object 1 is reportlab's dictionary of standard fonts: left out."""
        names: dict[int, str] = self.numberToId
        objects: Any = self.idToObject
        found: dict[int, _Written] = {
            number: objects[name] for number, name in names.items() if number > 1
        }
        plain = [number for number, made in found.items() if made.stream is None]
        places: dict[int, tuple[int, int, int]] = {}
        at = max(found) + 1
        for start in range(0, len(plain), MOST_PACKED):
            group = plain[start : start + MOST_PACKED]
            found[at] = _packed([(number, found[number].words) for number in group])
            places.update({number: (2, at, index) for index, number in enumerate(group)})
            at += 1
        # The second line's bytes above 127 tell a transfer that this is no text.
        out = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"]
        offset = len(out[0])
        for number, made in sorted(found.items()):
            if made.stream is not None:
                places[number] = (1, offset, 0)
                out.append(b"%d 0 obj\n%s\nendobj\n" % (number, made.format(self)))
                offset += len(out[-1])
        places[at] = (1, offset, 0)
        rows = b"".join(
            kind.to_bytes(1, "big") + second.to_bytes(4, "big") + third.to_bytes(2, "big")
            for kind, second, third in (
                places.get(number, (0, 0, 65535 if number == 0 else 0)) for number in range(at + 1)
            )
        )
        packed = zlib.compress(rows, 9)
        root, info = (self.idToObjectNumberAndVersion[name][0] for name in ("catalog", "info"))
        words = (
            f"<< /Type /XRef /Size {at + 1} /W [1 4 2] /Root {root} 0 R /Info {info} 0 R"
            f" /ID {self._ID.decode()} /Length {len(packed)} /Filter /FlateDecode >>"
        )
        out.append(b"%d 0 obj\n%s\nendobj\n" % (at, _Written(words, packed).format(self)))
        out.append(b"startxref\n%d\n%%%%EOF\n" % offset)
        return b"".join(out)


def _packed(objects: list[tuple[int, str]]) -> _Written:
    """Return an object stream of objects by number."""
    heads: list[str] = []
    bodies: list[str] = []
    offset = 0
    for number, words in objects:
        heads.append(f"{number} {offset}")
        bodies.append(words)
        offset += len(words) + 1
    head = " ".join(heads) + "\n"
    packed = zlib.compress((head + "\n".join(bodies)).encode("ascii"), 6)
    return _Written(
        f"<< /Type /ObjStm /N {len(objects)} /First {len(head)} /Length {len(packed)}"
        " /Filter /FlateDecode >>",
        packed,
    )


class File:
    """A PDF file that objects are added to by name, each once, in any order."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._objects: dict[str, _Written] = {}
        self._digest = hashlib.md5(usedforsecurity=False)

    def ref(self, name: str) -> str:
        """Return a reference to the object called ``name``, which may be added later."""
        # reportlab gives number 1 to a dictionary of its own.
        return f"{self._numbers.setdefault(name, len(self._numbers) + 2)} 0 R"

    def add(self, name: str, words: str) -> str:
        """Add an object that is no stream; return a reference to it."""
        self._objects[name] = _Written(words)
        return self.ref(name)

    def stream(
        self, name: str, data: bytes, words: str = "", *, packed: bool = False, plain: bool = False
    ) -> str:
        """Add a stream, with more entries of its dictionary in ``words``.

        It is compressed, unless it is ``packed`` already or to stay ``plain``.
        """
        body = data if packed or plain else zlib.compress(data, 6)
        self._digest.update(body)
        how = "" if plain else "/Filter /FlateDecode "
        self._objects[name] = _Written(f"<< /Length {len(body)} {how}{words}>>", body)
        return self.ref(name)

    def digest(self) -> str:
        """Return a digest of the streams so far."""
        return self._digest.hexdigest().upper()

    def to_bytes(self) -> bytes:
        """Return the file; its objects ``catalog`` and ``info`` are those that the trailer names."""
        document: Any = _Document(invariant=1, pdfVersion=(1, 7))
        for name in self._numbers:
            document.Reference(self._objects[name], name)
        name = self.digest()
        document._ID = f"[<{name}> <{name}>]".encode()  # noqa: SLF001 – reportlab's name for it
        data: bytes = document.format()
        return data
