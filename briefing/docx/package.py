"""The parts of a DOCX and how they hang together, and the file made of them.

Parts and relationships are python-docx's (Open Packaging Conventions,
ISO/IEC 29500-2); the archive is written by :mod:`briefing.docx.archive`, in one
order and without a clock.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PACKAGE_URI, PackURI
from docx.opc.part import Part
from docx.opc.rel import Relationships

from briefing.docx.archive import Member, archive, member
from briefing.docx.fingerprint import CUSTOM_PART, PROPERTY, digest
from briefing.docx.properties import custom_properties
from briefing.docx.xml import add, root, serialize

__all__ = ["CT", "RT", "Package", "Part", "Relations"]

_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"


class Relations:
    """The relationships of one part; external ones are kept once for each address."""

    def __init__(self, part: Part) -> None:
        """Add to ``part``'s relationships."""
        self._part = part
        self._external: dict[str, str] = {}
        self._shared: dict[str, str] = {}
        numbers = [name[3:] for name in part.rels if name.startswith("rId")]
        self._next = max((int(n) for n in numbers if n.isdigit()), default=0) + 1

    def internal(self, kind: str, target: Part) -> str:
        """Relate to another part; return the relationship's id."""
        return self._add(kind, target, external=False)

    def shared(self, kind: str, target: Part) -> str:
        """Relate to another part, once however often; return the relationship's id."""
        known = self._shared.get(target.partname)
        if known is None:
            known = self._shared[target.partname] = self.internal(kind, target)
        return known

    def link(self, address: str) -> str:
        """Relate to an address outside; return the relationship's id."""
        known = self._external.get(address)
        if known is None:
            known = self._external[address] = self._add(RT.HYPERLINK, address, external=True)
        return known

    def _add(self, kind: str, target: Part | str, *, external: bool) -> str:
        # python-docx looks for a free number from 1 each time; a count is enough.
        identifier = f"rId{self._next}"
        self._next += 1
        self._part.rels.add_relationship(kind, target, identifier, external)
        return identifier


class Package:
    """A DOCX in the making."""

    def __init__(self) -> None:
        """Begin without any part."""
        self._parts: list[Part] = []
        self._packed: dict[str, Member] = {}
        self._rels = Relationships(PACKAGE_URI.baseURI)
        self._pictures: dict[bytes, Part] = {}

    def part(self, name: str, content_type: str, content: bytes | Member) -> Part:
        """Add a part; ``name`` has no leading slash.  A packed one is taken as it is."""
        blob = content.data if isinstance(content, Member) else content
        part = Part(PackURI(f"/{name}"), content_type, blob)
        if isinstance(content, Member):
            self._packed[name] = content
        self._parts.append(part)
        return part

    def free(self, stem: str, ending: str) -> str:
        """Return a name that no part has so far: the stem, a number from 1, the ending."""
        taken = {part.partname.membername.lower() for part in self._parts}
        numbers = range(1, len(taken) + 2)
        return next(name for n in numbers if (name := f"{stem}{n}{ending}").lower() not in taken)

    def chart(self, chart: bytes, book: bytes) -> Part:
        """Add a chart and the workbook that its numbers are edited in; return the chart's part."""
        part = self.part(self.free("word/charts/chart", ".xml"), CT.DML_CHART, chart)
        name = self.free("word/embeddings/chart", ".xlsx")
        Relations(part).internal(RT.PACKAGE, self.part(name, CT.SML_SHEET, book))
        return part

    def picture(self, media_type: str, data: bytes) -> Part:
        """Return the part of a picture, PNG or JPEG: the same one for the same data."""
        part = self._pictures.get(data)
        if part is None:
            ending = "." + media_type.partition("/")[2]
            part = self.part(self.free("word/media/picture", ending), media_type, data)
            self._pictures[data] = part
        return part

    def relate(self, kind: str, target: Part) -> None:
        """Relate the package itself to a part."""
        self._rels.add_relationship(kind, target, f"rId{len(self._rels) + 1}")

    def write(self) -> bytes:
        """Return the file: content types first, then the parts by name, fingerprinted."""
        custom = self.part(CUSTOM_PART, _CUSTOM_TYPE, b"")
        self.relate(RT.CUSTOM_PROPERTIES, custom)
        members = {
            "[Content_Types].xml": _content_types(self._parts),
            "_rels/.rels": _relationships(self._rels, PACKAGE_URI.baseURI),
        }
        for part in self._parts:
            members[part.partname.membername] = part.blob
            if part.rels:
                base = part.partname.baseURI
                members[part.partname.rels_uri.membername] = _relationships(part.rels, base)
        del members[CUSTOM_PART]
        fingerprint = digest(members.items())
        members[CUSTOM_PART] = custom_properties({PROPERTY: fingerprint})
        return archive(
            self._packed.get(name) or member(name, content)
            for name, content in sorted(members.items(), key=_order)
        )


def _order(entry: tuple[str, bytes]) -> tuple[int, str]:
    first = ("[Content_Types].xml", "_rels/.rels")
    name = entry[0]
    return (first.index(name) if name in first else len(first), name)


def _content_types(parts: Iterable[Part]) -> bytes:
    element = root("ct:Types", default=True)
    defaults = {"rels": CT.OPC_RELATIONSHIPS, "xml": CT.XML, "xlsx": CT.SML_SHEET}
    for extension, content_type in defaults.items():
        add(element, "ct:Default", Extension=extension, ContentType=content_type)
    for name, content_type in sorted((str(part.partname), part.content_type) for part in parts):
        if defaults.get(name.rpartition(".")[2]) != content_type:
            add(element, "ct:Override", PartName=name, ContentType=content_type)
    return serialize(element)


@lru_cache(maxsize=256)
def _reference(base: str, name: PackURI) -> str:
    """Return a part's name as seen from a folder."""
    return str(name.relative_ref(base))


def _relationships(relationships: Relationships, base: str) -> bytes:
    element = root("pr:Relationships", default=True)
    for relationship in relationships.values():
        external = relationship.is_external
        entry = add(
            element,
            "pr:Relationship",
            Id=relationship.rId,
            Type=relationship.reltype,
            Target=(
                relationship.target_ref
                if external
                else _reference(base, relationship.target_part.partname)
            ),
        )
        if external:
            entry.set("TargetMode", "External")
    return serialize(element)
