"""Headers and footers of a company's file, made safe to stand in every brief.

What is seen stays: words, tables, text boxes, logos and watermarks.  What tells of the
file's making goes without a word; what leads out of the file, or runs something, goes
and is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from lxml import etree

from briefing.docx.cleaning import clean, remove, unwrap
from briefing.docx.opening import OFFICE, Element, File, FilePart, parse_xml
from briefing.docx.reference.fields import settle_fields, take_controls
from briefing.docx.reference.markup import R, W, local, value
from briefing.docx.reference.sheet import Sheet
from briefing.docx.xml import NAMESPACES
from briefing.pictures import picture
from briefing.problems import Place, Problem, Severity

__all__ = ["FIRST_DRAWING", "Media", "Story", "Taking", "markup_of", "take_story"]

_A = f"{{{NAMESPACES['a']}}}"
_XML = f"{{{NAMESPACES['xml']}}}"
_WP = f"{{{NAMESPACES['wp']}}}"
_MC = f"{{{NAMESPACES['mc']}}}"
_PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
_VML = "{urn:schemas-microsoft-com:vml}"
_OFFICE_VML = "{urn:schemas-microsoft-com:office:office}"
_SHAPES = "http://schemas.microsoft.com/office/word/2010/wordprocessing"
_SPACES = (
    W, R, _A, _WP, _MC, _PIC, _VML, _OFFICE_VML,
    "{urn:schemas-microsoft-com:office:word}",
    f"{{{_SHAPES}Shape}}", f"{{{_SHAPES}Group}}", f"{{{_SHAPES}Canvas}}", f"{{{_SHAPES}Drawing}}",
)  # fmt: skip
"""The vocabularies that may stand in a header."""

_LEFT_OUT = frozenset(
    W + name
    for name in (
        "bookmarkStart", "bookmarkEnd", "footnoteReference", "endnoteReference", "numPr",
        "dayShort", "dayLong", "monthShort", "monthLong", "yearShort", "yearLong", "sectPr",
    )
) | {_A + "extLst", _WP + "extLst", _A + "hlinkHover"}  # fmt: skip
_EMBEDDED = frozenset(
    [*(W + name for name in ("object", "control", "altChunk", "subDoc", "contentPart")),
     _OFFICE_VML + "OLEObject"]
)  # fmt: skip
_STYLED = {W + "pStyle": "paragraph", W + "rStyle": "character", W + "tblStyle": "table"}
_DRAWINGS = frozenset({W + "drawing", W + "pict"})
_GRAPHICS = frozenset({"pic", "wsp", "wgp", "wpc"})
_TRACES = frozenset({"gfxdata", "title", "editId", "anchorId", "spid", "relid", "pict", "bwmode"})
_PATHS = re.compile(r"[\\/]|\.(?:png|jpe?g|gif|bmp|emf|wmf|tiff?|svg)\b", re.IGNORECASE)
_SCHEMES = {"http", "https", "mailto"}
FIRST_DRAWING = 10_000
"""The number of the first drawing; those of the body are lower."""


@dataclass(frozen=True, slots=True)
class Media:
    """A picture: its name in the package, its content type, its bytes."""

    name: str
    content_type: str
    data: bytes


@dataclass(slots=True)
class Story:
    """A header or footer: its tree, and what its relationships ``rId1`` … lead to.

    A relationship leads to a picture, or as a text to an address.
    """

    root: Element
    relations: list[Media | str] = field(default_factory=list)

    def has_words(self) -> bool:
        """Whether anything in it is seen."""
        texts = self.root.iter(W + "t", W + "sym", W + "ptab")
        drawn = any(True for _ in self.root.iter(*_DRAWINGS, W + "fldChar", W + "fldSimple"))
        borders = any(True for _ in self.root.iter(W + "pBdr"))
        return drawn or borders or any(one.text or local(one) != "t" for one in texts)


@dataclass(slots=True)
class Taking:
    """What the taking over of headers and footers shares: the file, its styles, what was found.

    ``names`` are the ids of styles in what is written, by those of the file.
    """

    file: File
    shown: str
    sheet: Sheet
    names: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)
    media: dict[str, Media] = field(default_factory=dict)
    drawings: int = FIRST_DRAWING

    def tell(self, code: str, message: str, where: str, hint: str | None = None) -> None:
        """Add a warning of what is left out of a header or footer."""
        place = Place(self.shown, inside=where)
        self.problems.append(Problem(code, message, place, hint, Severity.WARNING))


def take_story(taking: Taking, part: FilePart, where: str) -> Story:
    """Return a header or footer made safe; ``where`` is how people know it.

    Raises:
        ValueError: the part is no XML.
    """
    root = parse_xml(part.data, part.name)
    take_controls(root)
    clean(root)
    _take_out_hidden(taking, root)
    _take_out(taking, root, where)
    for kind in dict.fromkeys(settle_fields(root)):
        hint = "write the words themselves into the header or footer"
        taking.tell("field-left-out", f"a field is not taken over: {kind}", where, hint)
    story = Story(root)
    ids: dict[str, str] = {}
    for one in list(root.iter()):
        _relate(taking, part, story, one, ids, where)
    for one in list(root.iter(*_DRAWINGS)):
        if not _draws(one):
            _drop(one)
    _name(taking, root)
    for one in list(root.iter(*_STYLED)):
        own = taking.sheet.styles.get(value(one))
        if own is None or own.kind != _STYLED[str(one.tag)]:
            remove(one)
        else:
            one.set(W + "val", taking.names[own.id])
    if not len(root):
        root.append(root.makeelement(W + "p"))
    return story


def markup_of(root: Element) -> str:
    """Return the markup of a part, as Word declares it."""
    kept = [prefix for prefix in root.nsmap if prefix]
    for choice in root.iter(_MC + "Choice"):  # it names prefixes, whoever uses them
        kept += choice.get("Requires", "").split()
    etree.cleanup_namespaces(root, keep_ns_prefixes=kept)
    text = etree.tostring(root, encoding="unicode", with_tail=False)
    return '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text


def _take_out_hidden(taking: Taking, root: Element) -> None:
    hidden = taking.sheet.hidden
    for run in list(root.iter(W + "r")):
        properties = run.find(W + "rPr")
        sign = properties.find(W + "vanish") if properties is not None else None
        style = value(properties.find(W + "rStyle")) if properties is not None else ""
        off = sign is not None and value(sign) in {"0", "false", "off"}
        if (sign is not None and not off) or (style in hidden and not off):
            remove(run)
    for paragraph in list(root.iter(W + "p")):
        if value(paragraph.find(f"{W}pPr/{W}pStyle")) in hidden:
            for run in list(paragraph.iter(W + "r")):
                remove(run)


def _take_out(taking: Taking, root: Element, where: str) -> None:
    """Take out what is of no known vocabulary, what runs, and what only the file itself has."""
    for one in list(root.iter(W + "drawing")):
        kinds = {local(inner) for data in one.iter(_A + "graphicData") for inner in data}
        if not kinds <= _GRAPHICS:
            message = "a chart or diagram is not taken over"
            hint = "paste it as a picture: in Word, Paste Special, Picture"
            taking.tell("object-left-out", message, where, hint)
            _drop(one)
    for one in list(root.iter()):
        tag = str(one.tag)
        if one.getparent() is None:
            continue
        if tag in _EMBEDDED:
            message = "an embedded object is not taken over"
            hint = "paste it as a picture: in Word, Paste Special, Picture"
            taking.tell("object-left-out", message, where, hint)
            _drop(one)
        elif tag in _LEFT_OUT or not tag.startswith(_SPACES):
            remove(one)
        else:
            for name in list(map(str, one.attrib)):
                if _leaves_trace(tag, name):
                    del one.attrib[name]


def _leaves_trace(tag: str, name: str) -> bool:
    space, brace, last = name.rpartition("}")
    if not brace:  # VML's own attributes have no namespace
        return tag.startswith(_VML) and last in {"src", "href", "althref"}
    space += brace
    if space in {R, W, _XML}:
        return False
    return space not in _SPACES or last in _TRACES


def _relate(
    taking: Taking, part: FilePart, story: Story, one: Element, ids: dict[str, str], where: str
) -> None:
    """Keep the relationships that an element names, if they lead to a picture or a safe address."""
    for name in [str(key) for key in one.attrib if str(key).startswith(R)]:
        identifier = one.attrib[name]
        kept = ids.get(str(identifier))
        if kept is None:
            target = _target(taking, part, str(identifier), name, where)
            if target is not None:
                story.relations.append(target)
                kept = ids[str(identifier)] = f"rId{len(story.relations)}"
        if kept is not None:
            one.set(name, kept)
            continue
        del one.attrib[name]
        if one.tag == W + "hyperlink":
            unwrap(one)
        elif local(one) == "hlinkClick":
            remove(one)


def _target(
    taking: Taking, part: FilePart, identifier: str, attribute: str, where: str
) -> Media | str | None:
    relation = part.relations.get(identifier)
    if relation is None:
        return None
    if relation.external:
        if relation.kind == OFFICE + "hyperlink":
            return relation.target if _is_safe(relation.target) else None
        message = "something is linked from outside the file, and is left out"
        hint = "put it into the file itself: in Word, Insert, Pictures, without “Link to file”"
        taking.tell("linked-from-outside", message, where, hint)
        return None
    if relation.kind != OFFICE + "image" or attribute not in {R + "embed", R + "id"}:
        return None
    if relation.target not in taking.media:
        found = picture(taking.file.parts[relation.target].data)
        if found is None:
            message = f"a picture is of no kind that is known: {relation.target[-40:]}"
            taking.tell("picture-left-out", message, where, "save it as PNG or JPEG")
            return None
        extension, content_type, data = found
        name = f"word/media/letterhead{len(taking.media) + 1}.{extension}"
        taking.media[relation.target] = Media(name, content_type, data)
    return taking.media[relation.target]


def _is_safe(address: str) -> bool:
    try:
        return urlsplit(address).scheme.lower() in _SCHEMES and address.isprintable()
    except ValueError:
        return False


def _draws(drawing: Element) -> bool:
    """Whether a drawing still has what it shows: no picture of it was left out."""
    for blip in drawing.iter(_A + "blip"):
        if blip.get(R + "embed") is None:
            return False
    return all(data.get(R + "id") is not None for data in drawing.iter(_VML + "imagedata"))


def _drop(one: Element) -> None:
    """Take out a drawing or an object with the run that holds nothing else."""
    holder = one
    parent = holder.getparent()
    while parent is not None and (
        str(parent.tag).startswith(_MC) or parent.tag in {W + "object", *_DRAWINGS}
    ):
        holder, parent = parent, parent.getparent()
    remove(holder)


def _name(taking: Taking, root: Element) -> None:
    """Give drawings numbers, and take names of files out of what is said of them."""
    for one in _named(root):
        if one.tag == _WP + "docPr":
            taking.drawings += 1
            one.set("id", str(taking.drawings))
        if one.get("name") is not None:
            one.set("name", "Letterhead")
        for key in ("descr", "title", "alt"):
            if _PATHS.search(one.get(key, "")):
                del one.attrib[key]


def _named(root: Element) -> Iterator[Element]:
    for one in root.iter():
        if local(one) in {"docPr", "cNvPr"} or str(one.tag).startswith(_VML):
            yield one
