"""What an office program would stumble over, found without one.

Schema validators miss most of this: a link to a bookmark that isn't there, a
field without an end, a row that doesn't fit its grid, a style nobody defined.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
RELS = "{http://schemas.openxmlformats.org/package/2006/relationships}"

STORIES = ("word/document.xml", "word/header1.xml", "word/header2.xml", "word/footer1.xml")


def parts(data: bytes) -> dict[str, bytes]:
    """Return a package's parts by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def tree(data: bytes, name: str = "word/document.xml") -> etree._Element:
    """Return one part as a tree."""
    return etree.fromstring(parts(data)[name])


def faults(data: bytes) -> list[str]:
    """Return every fault of a DOCX that these checks know."""
    package = parts(data)
    trees = {
        name: etree.fromstring(content)
        for name, content in package.items()
        if name.endswith((".xml", ".rels"))
    }
    return [
        *_relationships(package, trees),
        *_content_types(package, trees),
        *_styles(trees),
        *_numbering(trees),
        *_bookmarks(trees["word/document.xml"]),
        *_notes(trees),
        *_comments(trees),
        *(
            fault
            for name in trees
            if re.match(r"word/(document|header|footer)\w*\.xml$", name)
            for fault in _fields(name, trees[name])
        ),
        *_tables(trees["word/document.xml"]),
        *_drawings(trees),
    ]


def _relationships(package, trees) -> Iterator[str]:
    for name, rels in trees.items():
        if not name.endswith(".rels"):
            continue
        folder = posixpath.dirname(posixpath.dirname(name))
        ids = Counter(rel.get("Id") for rel in rels)
        yield from (f"{name}: {key} twice" for key, count in ids.items() if count > 1)
        for rel in rels:
            if rel.get("TargetMode") == "External":
                continue
            target = posixpath.normpath(posixpath.join(folder, rel.get("Target")))
            if target.lstrip("/") not in package:
                yield f"{name}: no part {target}"
        source = posixpath.join(folder, posixpath.basename(name).removesuffix(".rels"))
        used = {
            value
            for element in (trees[source].iter() if source in trees else ())
            for key, value in element.attrib.items()
            if key.startswith(R)
        }
        yield from (f"{source}: relationship {key} is missing" for key in used - set(ids))


def _content_types(package, trees) -> Iterator[str]:
    types = trees["[Content_Types].xml"]
    known = {f"{entry.get('PartName')}".lstrip("/") for entry in types}
    defaults = {entry.get("Extension") for entry in types}
    for name in package:
        typed = name in known or name.rpartition(".")[2] in defaults
        if not typed and name != "[Content_Types].xml":
            yield f"{name} has no content type"
    yield from (f"type of {name}, which is no part" for name in known - {"None", *package})


def _styles(trees) -> Iterator[str]:
    styles = trees["word/styles.xml"]
    ids = Counter(style.get(f"{W}styleId") for style in styles.iter(f"{W}style"))
    names = Counter(name.get(f"{W}val") for name in styles.iter(f"{W}name"))
    yield from (f"style {key} twice" for key, count in (ids | names).items() if count > 1)
    kinds = {"pStyle": "paragraph", "rStyle": "character", "tblStyle": "table"}
    known = {
        (style.get(f"{W}styleId"), style.get(f"{W}type")) for style in styles.iter(f"{W}style")
    }
    for name, root in trees.items():
        for kind, type_ in kinds.items():
            for element in root.iter(f"{W}{kind}"):
                if (element.get(f"{W}val"), type_) not in known:
                    yield f"{name}: no {type_} style {element.get(f'{W}val')}"
    for reference in ("basedOn", "next", "link"):
        for element in styles.iter(f"{W}{reference}"):
            if element.get(f"{W}val") not in ids:
                yield f"{reference} of no style {element.get(f'{W}val')}"
    for style in styles.iter(f"{W}style"):
        base = style.find(f"{W}basedOn")
        if base is not None and (base.get(f"{W}val"), style.get(f"{W}type")) not in known:
            yield f"style {style.get(f'{W}styleId')} is based on one of another kind"


def _numbering(trees) -> Iterator[str]:
    numbering = trees["word/numbering.xml"]
    abstract = [element.get(f"{W}abstractNumId") for element in numbering.iter(f"{W}abstractNum")]
    numbers = [element.get(f"{W}numId") for element in numbering.iter(f"{W}num")]
    yield from (f"{key} twice" for key, n in Counter([*numbers]).items() if n > 1)
    for element in numbering.iter(f"{W}num"):
        if element[0].get(f"{W}val") not in abstract:
            yield "a list without definition"
    for name in ("word/document.xml", "word/styles.xml"):
        for element in trees[name].iter(f"{W}numId"):
            if element.get(f"{W}val") not in {"0", *numbers}:
                yield f"{name}: no list {element.get(f'{W}val')}"
    for name in ("word/numbering.xml", "word/document.xml", "word/styles.xml"):
        levels = {element.get(f"{W}val") for element in trees[name].iter(f"{W}ilvl")}
        levels |= {
            element.get(f"{W}ilvl") for element in trees[name].iter(f"{W}lvl", f"{W}lvlOverride")
        }
        yield from (f"{name}: level {one}" for one in levels.difference("012345678"))
    # A level that names a style, and the style that names the level, lead to each other.
    definition = {
        number.get(f"{W}numId"): number[0].get(f"{W}val") for number in numbering.iter(f"{W}num")
    }
    listed = {}
    for style in trees["word/styles.xml"].iter(f"{W}style"):
        number = style.find(f"{W}pPr/{W}numPr/{W}numId")
        level = style.find(f"{W}pPr/{W}numPr/{W}ilvl")
        if number is not None:
            ilvl = "0" if level is None else level.get(f"{W}val")
            listed[style.get(f"{W}styleId")] = (definition.get(number.get(f"{W}val")), ilvl)
    for element in numbering.iter(f"{W}abstractNum"):
        own = element.get(f"{W}abstractNumId")
        links = [(link.get(f"{W}val"), "0") for link in element.iter(f"{W}styleLink")]
        links += [
            (link.get(f"{W}val"), link.getparent().get(f"{W}ilvl"))
            for link in element.iter(f"{W}pStyle")
        ]
        for name, ilvl in links:
            if listed.get(name) != (own, ilvl):
                yield f"list {own} names style {name}, which is of another list"


def _notes(trees) -> Iterator[str]:
    calls = [c.get(f"{W}id") for c in trees["word/document.xml"].iter(f"{W}footnoteReference")]
    part = trees.get("word/footnotes.xml")
    notes = [] if part is None else [note.get(f"{W}id") for note in part]
    yield from (f"footnote {key} is called twice" for key, n in Counter(calls).items() if n > 1)
    # Those of negative number and 0 hold the rules over the others.
    if sorted(calls, key=int) != [key for key in notes if int(key) > 0]:
        yield "footnotes and their marks differ"
    named = [n.get(f"{W}id") for n in trees["word/settings.xml"].iter(f"{W}footnote")]
    if named != [key for key in notes if int(key) <= 0]:
        yield "the settings name other separators than there are"


def _comments(trees) -> Iterator[str]:
    part = trees.get("word/comments.xml")
    ids = [] if part is None else [comment.get(f"{W}id") for comment in part]
    for kind in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        found = [one.get(f"{W}id") for one in trees["word/document.xml"].iter(f"{W}{kind}")]
        if sorted(found) != sorted(ids):
            yield f"comments and their {kind} differ"


def _bookmarks(document) -> Iterator[str]:
    starts = list(document.iter(f"{W}bookmarkStart"))
    names = Counter(start.get(f"{W}name").lower() for start in starts)
    yield from (f"bookmark {name} twice" for name, count in names.items() if count > 1)
    yield from (f"bookmark {name} is too long" for name in names if len(name) > 40)
    ids = [start.get(f"{W}id") for start in starts]
    if ids != sorted(set(ids), key=int):
        yield "bookmark ids repeat"
    if sorted(ids) != sorted(end.get(f"{W}id") for end in document.iter(f"{W}bookmarkEnd")):
        yield "bookmarks without end"
    for link in document.iter(f"{W}hyperlink"):
        anchor = link.get(f"{W}anchor")
        if anchor is not None and anchor.lower() not in names:
            yield f"link to no bookmark {anchor}"
        if any(link.iterdescendants(f"{W}hyperlink")):
            yield "a link in a link"
    for code in document.iter(f"{W}instrText"):
        kind, *rest = code.text.split()
        if kind in {"PAGEREF", "REF"} and rest[0].lower() not in names:
            yield f"field to no bookmark {rest[0]}"


def _fields(name, root) -> Iterator[str]:
    state: list[str] = []
    for element in root.iter(f"{W}fldChar"):
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            state.append("begin")
        elif kind == "separate" and state and state[-1] == "begin":
            state[-1] = "separate"
        elif kind == "end" and state and state[-1] == "separate":
            state.pop()
        else:
            yield f"{name}: field out of order at {kind}"
    if state:
        yield f"{name}: a field has no end"


_RANGES = {
    f"{W}{kind}{end}"
    for kind in ("bookmark", "moveFromRange", "moveToRange", "commentRange")
    for end in ("Start", "End")
}
"""What Word passes over when it looks for the neighbour of a table."""


def _tables(document) -> Iterator[str]:
    for table in document.iter(f"{W}tbl"):
        grid = [int(column.get(f"{W}w")) for column in table.find(f"{W}tblGrid")]
        if sum(grid) != int(table.find(f"{W}tblPr/{W}tblW").get(f"{W}w")):
            yield "a table's grid and width differ"
        for row in table.findall(f"{W}tr"):
            column = 0
            for cell in row.findall(f"{W}tc"):
                span = cell.find(f"{W}tcPr/{W}gridSpan")
                columns = 1 if span is None else int(span.get(f"{W}val"))
                width = int(cell.find(f"{W}tcPr/{W}tcW").get(f"{W}w"))
                if width != sum(grid[column : column + columns]):
                    yield "a cell is not as wide as its columns"
                if cell[-1].tag != f"{W}p":
                    yield "a cell doesn't end in a paragraph"
                column += columns
            if column != len(grid):
                yield "a row doesn't fill its grid"
        following = table.getnext()
        while following is not None and following.tag in _RANGES:
            following = following.getnext()
        if following is None or following.tag not in {f"{W}p", f"{W}sdt"}:
            yield "a table is not followed by a paragraph"


def _drawings(trees) -> Iterator[str]:
    stories = [root for name, root in trees.items() if re.match(r"word/\w+\.xml$", name)]
    drawings = [one for root in stories for one in root.iter(f"{WP}docPr")]
    ids = Counter(element.get("id") for element in drawings)
    yield from (f"drawing {key} twice" for key, count in ids.items() if count > 1)
    for element in trees["word/document.xml"].iter(f"{WP}docPr"):
        if not element.get("descr"):
            yield "a drawing without description"


def outline(element: etree._Element) -> str:
    """Return an element as one line: ``p(pStyle=Title r("text"))``.

    Property containers are opened up, an attribute other than ``w:val`` is
    named, and runs without properties are only their text.
    """
    name = etree.QName(element).localname
    if name == "t":
        return repr(element.text)
    if name == "instrText":
        return f"{{{element.text.strip()}}}"
    if name == "fldChar":
        return f"fld-{element.get(f'{W}fldCharType')}"
    children = [outline(child) for child in element if child.tag != f"{W}sectPr"]
    if name in {"pPr", "rPr", "tblPr", "tcPr", "trPr", "sdtPr", "tblGrid"}:
        return " ".join(children)
    if name == "r" and len(children) == 1 and len(element) == 1:
        return children[0]
    values = [
        f"{etree.QName(key).localname}={value}"
        for key, value in element.attrib.items()
        if key != f"{W}val" and not key.endswith("}space")
    ]
    own = element.get(f"{W}val")
    head = name if own is None else f"{name}={own}"
    inside = " ".join(filter(None, [*values, *children]))
    return f"{head}({inside})" if inside else head


def body(data: bytes) -> list[str]:
    """Return the outlines of the blocks of a document's body."""
    return [outline(child) for child in tree(data).find(f"{W}body") if child.tag != f"{W}sectPr"]


def text(data: bytes, name: str = "word/document.xml") -> str:
    """Return the characters of a part as a reader of XML meets them, a line for a paragraph."""
    lines = []
    for paragraph in tree(data, name).iter(f"{W}p"):
        pieces = [
            {f"{W}tab": "\t", f"{W}br": "\n"}.get(element.tag) or element.text
            for element in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br")
            if element.getparent().tag == f"{W}r"
        ]
        lines.append("".join(pieces))
    return "\n".join(lines)
