"""Word files written as text, so that a case can be read: made, and read again.

A line is a paragraph, one that begins with ``# `` a heading; ``| a | b |`` is the row
of a table, `` // `` parts paragraphs in a cell; ``header: …`` and ``footer: …`` are the
running texts; ``^[…]`` is a footnote.  ``¦`` cuts a paragraph into runs; a run that
begins with ``*`` is bold.  In what is read ``‹…›`` is a field's bookmark.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from xml.sax.saxutils import escape

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
SPACES = f'xmlns:w="{W}" xmlns:r="{R}"'
STYLES = f"""<w:styles {SPACES}>
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/></w:style>
<w:style w:type="paragraph" w:styleId="b"><w:name w:val="Table Text"/><w:basedOn w:val="a"/></w:style>
</w:styles>"""
SECTION = (
    '<w:sectPr><w:headerReference w:type="default" r:id="rId7"/>'
    '<w:footerReference w:type="default" r:id="rId9"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440"/></w:sectPr>'
)
KINDS = {
    "styles": ("rId3", "styles"),
    "header": ("rId7", "header1"),
    "footer": ("rId9", "footer1"),
    "footnotes": ("rId12", "footnotes"),
}


def made(text: str, *, more: Mapping[str, str] | None = None) -> bytes:
    """Return the file that ``text`` describes; ``more`` are further or other members."""
    notes: list[str] = []
    running = {"header": "", "footer": ""}
    body: list[str] = []
    rows: list[str] = []
    for line in [*text.splitlines(), ""]:
        if line.startswith("| "):
            cells = line.strip("| ").split(" | ")
            rows.append(
                "<w:tr>"
                + "".join(
                    '<w:tc><w:tcPr><w:tcW w:w="3000" w:type="dxa"/></w:tcPr>'
                    + "".join(_paragraph(part, notes) for part in cell.split(" // "))
                    + "</w:tc>"
                    for cell in cells
                )
                + "</w:tr>"
            )
            columns = len(cells)
            continue
        if rows:
            grid = '<w:gridCol w:w="3000"/>' * columns
            body.append(f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>")
            rows = []
        name, colon, words = line.partition(": ")
        if colon and name in running:
            running[name] = words
        elif line:
            body.append(_paragraph(line, notes))
    if not body[-1].endswith("</w:p>"):
        body.append("<w:p/>")
    root = f"<w:document {SPACES}><w:body>{''.join(body)}{SECTION}</w:body></w:document>"
    listed = "".join(
        f'<w:footnote w:id="{number}">{_paragraph(note, [])}</w:footnote>'
        for number, note in enumerate(notes, 1)
    )
    members = {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relations([("rId1", "officeDocument", "word/document.xml")]),
        "word/document.xml": root,
        "word/_rels/document.xml.rels": _relations(
            [(id_, kind, f"{name}.xml") for kind, (id_, name) in KINDS.items()]
        ),
        "word/styles.xml": STYLES,
        "word/header1.xml": f"<w:hdr {SPACES}>{_paragraph(running['header'], [])}</w:hdr>",
        "word/footer1.xml": f"<w:ftr {SPACES}>{_paragraph(running['footer'], [])}</w:ftr>",
        "word/footnotes.xml": f"<w:footnotes {SPACES}>{listed}</w:footnotes>",
        **(more or {}),
    }
    return packed(members)


def packed(members: Mapping[str, str]) -> bytes:
    """Return a zip archive of texts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def _types() -> str:
    main = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{TYPE}{kind}+xml"/>'
        for name, kind in [
            ("document", "document.main"),
            *((name, kind) for kind, (_, name) in KINDS.items()),
        ]
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{main}</Types>'
    )


def _relations(entries: Iterable[tuple[str, str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="{id_}" Type="{R}/{kind}" Target="{target}"/>'
        for id_, kind, target in entries
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{inner}</Relationships>'


def _paragraph(text: str, notes: list[str]) -> str:
    heading = text.startswith("# ")
    text = text.removeprefix("# ")
    runs = "".join(_run(part, notes) for part in text.split("¦") if part)
    properties = '<w:pPr><w:pStyle w:val="1"/></w:pPr>' if heading else ""
    return f"<w:p>{properties}{runs}</w:p>"


def _run(text: str, notes: list[str]) -> str:
    bold = text.startswith("*")
    look = "<w:rPr><w:b/></w:rPr>" if bold else ""
    out = ""
    for part in re.split(r"(\^\[.*?\]|\\n|\\t)", text.removeprefix("*")):
        if part.startswith("^["):
            notes.append(part[2:-1])
            out += f'<w:footnoteReference w:id="{len(notes)}"/>'
        elif part in {"\\n", "\\t"}:
            out += "<w:br/>" if part == "\\n" else "<w:tab/>"
        elif part:
            out += f'<w:t xml:space="preserve">{escape(part)}</w:t>'
    return f"<w:r>{look}{out}</w:r>"


# ── Reading ────────────────────────────────────────────────────────────────


def told(data: bytes) -> str:
    """Return a file as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        trees = {
            name: etree.fromstring(archive.read(name))
            for name in archive.namelist()
            if name.startswith("word/") and name.endswith(".xml")
        }
    lines = []
    for kind in ("header", "footer"):
        words = " // ".join(_words(p) for p in trees[f"word/{kind}1.xml"].iter(f"{{{W}}}p"))
        lines += [f"{kind}: {words}"] if words else []
    body = trees["word/document.xml"][0]
    lines += _blocks(body)
    for note in trees["word/footnotes.xml"]:
        words = " // ".join(_words(p) for p in note.iter(f"{{{W}}}p"))
        lines.append(f"^{note.get(f'{{{W}}}id')}: {words}")
    return "".join(f"{line}\n" for line in lines)


def _blocks(parent: etree._Element) -> Iterator[str]:
    for child in parent:
        if child.tag == f"{{{W}}}p":
            yield _words(child)
        elif child.tag == f"{{{W}}}tbl":
            grid = child.find(f"{{{W}}}tblGrid")
            yield f"table of {len(grid)}"
            for row in child.iter(f"{{{W}}}tr"):
                cells = [" // ".join(_blocks(cell)) for cell in row if cell.tag == f"{{{W}}}tc"]
                yield "| " + " | ".join(cells) + " |"


def _words(paragraph: etree._Element) -> str:
    style = paragraph.find(f"{{{W}}}pPr/{{{W}}}pStyle")
    out = (
        ""
        if style is None
        else {"1": "# "}.get(style.get(f"{{{W}}}val"), f"({style.get(f'{{{W}}}val')}) ")
    )
    open_: set[str] = set()
    for one in paragraph.iter():
        name = etree.QName(one).localname
        if name == "bookmarkStart" and one.get(f"{{{W}}}name").startswith("_F"):
            open_.add(one.get(f"{{{W}}}id"))
            out += "‹"
        elif name == "bookmarkEnd" and one.get(f"{{{W}}}id") in open_:
            out += "›"
        elif name == "t":
            bold = one.getparent().find(f"{{{W}}}rPr/{{{W}}}b") is not None
            out += f"*{one.text}*" if bold else one.text or ""
        elif name == "br":
            out += "\\n"
        elif name == "tab" and one.getparent().tag == f"{{{W}}}r":
            out += "\\t"
        elif name == "footnoteReference":
            out += f"^{one.get(f'{{{W}}}id')}"
    return out
