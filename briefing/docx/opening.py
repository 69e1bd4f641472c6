"""Opening a DOCX that may come from anywhere: bounded, without entities or macros.

Only the parts that hang together by relationships are read, beginning with the
main document (ISO/IEC 29500-2, 9.3); what else lies in the archive is never looked at.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree

from briefing.docx.xml import NAMESPACES
from briefing.problems import Place, Problem

__all__ = [
    "MAIN",
    "OFFICE",
    "Element",
    "File",
    "FilePart",
    "Refused",
    "Relation",
    "members",
    "open_file",
    "parse_xml",
    "what_it_is",
]

Element = etree._Element  # noqa: SLF001 – lxml gives its element type no public name

MEMBERS = 4_000
TOTAL = 1 << 28  # bytes of all parts, unpacked
FREE = 1 << 20  # bytes that a member may have whatever its ratio
RATIO = 200

MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
DOTX = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
CORE_PROPERTIES = (
    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
)
STRICT = "http://purl.oclc.org/ooxml/"


_BROKEN = (
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


class Refused(Exception):  # noqa: N818 – told to people as a problem
    """A file that is not read; ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.message)


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship of a part: ``target`` is a part's name, or with ``external`` an address."""

    id: str
    kind: str
    target: str
    external: bool = False


@dataclass(slots=True)
class FilePart:
    """A part, with the relationships that lead from it, by their ids."""

    name: str
    content_type: str
    data: bytes
    relations: dict[str, Relation] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class File:
    """The parts of a file by name; ``main`` is the document's."""

    parts: Mapping[str, FilePart]
    main: str


def parse_xml(data: bytes, name: str = "") -> Element:
    """Return the root of a part.

    Raises:
        ValueError: it is not well-formed, declares a document type, or is too deep.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"{name} is not well-formed XML") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError(f"{name} declares a document type")
    return root


def open_file(data: bytes, shown: str) -> File:
    """Return the parts of a DOCX; ``shown`` is how people know it.

    Raises:
        Refused: it is none, is damaged, holds macros, or unpacks to too much.
    """

    def refuse(code: str, message: str, hint: str | None = None) -> Refused:
        return Refused(Problem(code, message, Place(shown), hint))

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _Reader(archive).file()
    except _TooLargeError as error:
        raise refuse("too-large", str(error)) from error
    except _MacroError as error:
        hint = "save it in Word as a “Word Document (*.docx)”, which leaves them out"
        raise refuse("word-template-macros", "the file holds macros", hint) from error
    except _StrictError as error:
        message = "the file is saved as “Strict Open XML Document”"
        hint = "save it in Word as a “Word Document (*.docx)”"
        raise refuse("unreadable-docx", message, hint) from error
    except _DamagedError as error:
        message, hint = what_it_is(data)
        if message == DAMAGED:
            message = f"is no DOCX, or a damaged one: {error}"
        raise refuse("unreadable-docx", message, hint) from error
    except _BROKEN as error:
        raise refuse("unreadable-docx", *what_it_is(data)) from error


DAMAGED = "is damaged, or is no DOCX"

_BEGINNINGS = {
    b"%PDF": "a PDF",
    b"{\\rtf": "an RTF file",
    b"<!DOCTYPE html": "a web page",
    b"<html": "a web page",
    b"<?xml": "an XML file",
    b"mimetypeapplication/vnd.oasis.opendocument.text": "an OpenDocument text (.odt)",
}
"""How other files begin; the last within the header of a zip's first member."""

_MAIN_PARTS = {
    b"xl/workbook": "an Excel workbook",
    b"ppt/presentation": "a PowerPoint presentation",
}


def what_it_is(data: bytes) -> tuple[str, str]:
    """Return what is wrong with a file that is no DOCX, or a broken one, and what to do."""
    save = "open it in Word, WPS or LibreOffice and save it as a .docx"
    again = "copy or download it again, or ask for it again"
    if not data:
        return "is empty", again
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            return "is protected by a password", "open it in Word and save it without one"
        if "WordDocument".encode("utf-16-le") in data:
            return "is a .doc of before 2007, whatever its name says", save
        return "is protected by a password, or is a .doc of before 2007", save
    if data.startswith(b"PK\x03\x04"):
        if data[6:7] != b"" and data[6] & 1:
            return "is a zip file with a password", "unpack it, or save the brief without one"
        beginning = data[30:120]
        for sign, kind in _BEGINNINGS.items():
            if beginning.startswith(sign):
                return f"is {kind}, not a DOCX", save
        if b"PK\x05\x06" not in data[-70_000:]:
            return "is cut off: its end is missing", again
        for sign, kind in _MAIN_PARTS.items():
            if sign in data and b"word/document.xml" not in data:
                return f"is {kind}, not a DOCX", save
        return DAMAGED, save
    beginning = data[:200].lstrip(b"\xef\xbb\xbf \r\n\t")
    for sign, kind in _BEGINNINGS.items():
        if beginning.lower().startswith(sign.lower()):
            return f"is {kind}, not a DOCX", save
    return "is no DOCX", save


def members(data: bytes) -> dict[str, bytes]:
    """Return every file of an archive that :func:`open_file` has taken, within the same bounds.

    Raises:
        ValueError: what else lies in the archive cannot be read.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _Reader(archive).members()
    except (_TooLargeError, *_BROKEN) as error:
        raise ValueError(str(error)) from error


class _TooLargeError(Exception):
    pass


class _MacroError(Exception):
    pass


class _StrictError(Exception):
    pass


class _DamagedError(ValueError):
    pass


class _Reader:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._left = TOTAL
        entries = archive.infolist()
        if len(entries) > MEMBERS:
            raise _TooLargeError(f"the file has more than {MEMBERS:,} parts")
        # Names are compared without regard to case (ISO/IEC 29500-2, 7.3.4).
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for entry in entries:
            if entry.filename.lower() in self._entries:
                raise _DamagedError("two of its parts have one name")
            self._entries[entry.filename.lower()] = entry

    def file(self) -> File:
        types = parse_xml(self._read("[Content_Types].xml"), "[Content_Types].xml")
        overrides: dict[str, str] = {}
        defaults: dict[str, str] = {}
        for entry in types:
            kind = entry.get("ContentType", "")
            if "PartName" in entry.attrib:
                overrides[entry.get("PartName", "").lstrip("/").lower()] = kind
            else:
                defaults[entry.get("Extension", "").lower()] = kind
        if any("macroEnabled" in kind or "vbaProject" in kind for kind in overrides.values()):
            raise _MacroError
        of_package = [one for one in self._relations("").values() if not one.external]
        main = next(
            (one.target for one in of_package if one.kind == OFFICE + "officeDocument"), None
        )
        if main is None:
            raise _DamagedError("it names no main part")
        parts: dict[str, FilePart] = {}
        waiting = [main, *(one.target for one in of_package if one.kind == CORE_PROPERTIES)]
        while waiting:
            name = waiting.pop()
            if name in parts:
                continue
            kind = overrides.get(name.lower()) or defaults.get(name.rpartition(".")[2].lower(), "")
            part = FilePart(name, kind, self._read(name), self._relations(name))
            parts[name] = part
            waiting += [one.target for one in part.relations.values() if not one.external]
        if parts[main].content_type not in {MAIN, DOTX}:
            raise _DamagedError("its main part is no Word document")
        return File(parts, main)

    def members(self) -> dict[str, bytes]:
        return {
            entry.filename: self._read(entry.filename)
            for entry in self._entries.values()
            if not entry.is_dir()
        }

    def _read(self, name: str) -> bytes:
        entry = self._entries.get(name.lower())
        if entry is None:
            raise _DamagedError(f"{name} is missing")
        if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise NotImplementedError("OPC knows no other compression")
        allowed = min(self._left, max(FREE, RATIO * entry.compress_size))
        with self._archive.open(entry) as source:
            data = source.read(allowed + 1)
        if len(data) > allowed:
            raise _TooLargeError("the file unpacks to far more than a document holds")
        self._left -= len(data)
        return data

    def _relations(self, name: str) -> dict[str, Relation]:
        folder, _, base = name.rpartition("/")
        path = f"{folder}/_rels/{base}.rels".lstrip("/")
        if path.lower() not in self._entries:
            return {}
        found: dict[str, Relation] = {}
        for element in parse_xml(self._read(path), path):
            if element.tag != f"{{{NAMESPACES['pr']}}}Relationship":
                continue
            identifier, kind = element.get("Id", ""), element.get("Type", "")
            target = element.get("Target", "")
            if kind.startswith(STRICT):
                raise _StrictError
            if kind.endswith(("/vbaProject", "/wordVbaData", "/attachedToolbars")):
                raise _MacroError
            if element.get("TargetMode") == "External":
                found[identifier] = Relation(identifier, kind, target, external=True)
                continue
            inner = posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")
            if inner.lower() in self._entries:  # what leads nowhere is left out
                real = self._entries[inner.lower()].filename
                found[identifier] = Relation(identifier, kind, real)
        return found
