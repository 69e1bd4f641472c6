"""Other ways to a DOCX, each from the same plain blocks."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from data import Blocks, Runs

STYLES = {"title": "Title", "h1": "Heading 1", "h2": "Heading 2"}
LEVEL = 6  # the zlib level of our writer


def plain_python_docx(head: dict[str, str]) -> Callable[[Blocks], bytes]:
    """python-docx as its documentation shows it: add_heading, add_paragraph, add_table."""
    import docx

    def write(blocks: Blocks) -> bytes:
        document = docx.Document()
        _page(document, head)
        for block in blocks:
            _add(document, block)
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()

    return write


def _page(document: Any, head: dict[str, str]) -> None:
    from docx.shared import Mm, Pt

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(24)
    section.header.paragraphs[0].text = head["header"]
    section.footer.paragraphs[0].text = head["footer"]
    document.styles["Normal"].font.size = Pt(10.5)
    document.core_properties.title = head["title"]


def _add(document: Any, block: dict[str, Any]) -> None:
    match block["kind"]:
        case "title" | "h1" | "h2" as kind:
            document.add_paragraph(block["text"], STYLES[kind])
        case "p":
            document.add_paragraph(block["text"])
        case "box":
            document.add_paragraph(block["title"], "Heading 3")
            style = "List Bullet" if block["bullets"] else "Normal"
            for words in block["lines"]:
                document.add_paragraph(words, style)
        case "contents":
            document.add_paragraph(block["title"], "Heading 3")
            for text, page in block["lines"]:
                document.add_paragraph(f"{text}\t{page}")
        case "ol":
            for item in block["items"]:
                first, *more = item["lines"]
                document.add_paragraph(first, "List Number")
                for words in more:
                    document.add_paragraph(words, "List Continue")
        case "table":
            document.add_paragraph(block["caption"], "Caption")
            table = document.add_table(rows=1, cols=len(block["head"]), style="Table Grid")
            for cell, words in zip(table.rows[0].cells, block["head"], strict=True):
                cell.text = words
            for row in block["rows"]:
                for cell, words in zip(table.add_row().cells, row, strict=True):
                    cell.text = words


def docxtpl_template(
    file: Path, blocks: Blocks, head: dict[str, str], *, rich: bool = False
) -> None:
    """Write a docxtpl template for such blocks; each table of ``blocks`` has its columns laid out.

    With ``rich``, paragraphs and lists are not words but runs.
    """
    import docx

    tag = "{{r " if rich else "{{ "

    document = docx.Document()
    _page(document, head)

    def line(words: str, style: str = "Normal") -> None:
        document.add_paragraph(words, style)

    line("{%p for b in blocks %}")
    for kind, style in STYLES.items():
        line(f"{{%p if b.kind == '{kind}' %}}")
        line("{{ b.text }}", style)
        line("{%p endif %}")
    line("{%p if b.kind == 'p' %}")
    line(tag + "b.text }}")
    line("{%p endif %}")
    line("{%p if b.kind == 'contents' %}")
    line("{{ b.title }}", "Heading 3")
    line("{%p for text, page in b.lines %}")
    line("{{ text }}\t{{ page }}")
    line("{%p endfor %}")
    line("{%p endif %}")
    for bullets, style in (("b.bullets", "List Bullet"), ("not b.bullets", "Normal")):
        line(f"{{%p if b.kind == 'box' and {bullets} %}}")
        line("{{ b.title }}", "Heading 3")
        line("{%p for words in b.lines %}")
        line("{{ words }}", style)
        line("{%p endfor %}")
        line("{%p endif %}")
    line("{%p if b.kind == 'ol' %}")
    line("{%p for item in b['items'] %}")
    line(tag + "item.lines[0] }}", "List Number")
    line("{%p for words in item.lines[1:] %}")
    line(tag + "words }}", "List Continue")
    line("{%p endfor %}")
    line("{%p endfor %}")
    line("{%p endif %}")
    for columns in sorted({len(b["head"]) for b in blocks if b["kind"] == "table"}):
        line(f"{{%p if b.kind == 'table' and b.head|length == {columns} %}}")
        line("{{ b.caption }}", "Caption")
        table = document.add_table(rows=4, cols=columns, style="Table Grid")
        table.cell(1, 0).text = "{%tr for row in b.rows %}"
        table.cell(3, 0).text = "{%tr endfor %}"
        for n in range(columns):
            table.cell(0, n).text = f"{{{{ b.head[{n}] }}}}"
            table.cell(2, n).text = f"{{{{ row[{n}] }}}}"
        line("{%p endif %}")
    line("{%p endfor %}")
    document.save(str(file))


def docxtpl(file: Path) -> Callable[[Blocks], bytes]:
    """docxtpl from a template: opened for every document, since rendering changes it."""
    from docxtpl import DocxTemplate

    def write(blocks: Blocks) -> bytes:
        document = DocxTemplate(file)
        document.render({"blocks": blocks}, autoescape=True)
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()

    return write


def docxtpl_rich(file: Path, runs: Runs) -> Callable[[Blocks], bytes]:
    """docxtpl with a run for each label, status and source, as we write them (but no links)."""
    from docxtpl import DocxTemplate, RichText

    looks: dict[str, dict[str, Any]] = {
        "label": {"color": "5B6B7A"},
        "analyst": {"color": "8A5A00"},
        "link": {"color": "1F5FA8"},
        "strong": {"bold": True},
    }

    def rich(words: str) -> RichText:
        text = RichText()
        for part, role in runs.get(words, [(words, "")]):
            text.add(part, **looks.get(role, {}))
        return text

    def enriched(block: dict[str, Any]) -> dict[str, Any]:
        if block["kind"] == "p":
            return {**block, "text": rich(block["text"])}
        if block["kind"] == "ol":
            return {**block, "items": [{"lines": [*map(rich, i["lines"])]} for i in block["items"]]}
        return block

    def write(blocks: Blocks) -> bytes:
        document = DocxTemplate(file)
        document.render({"blocks": [*map(enriched, blocks)]}, autoescape=True)
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()

    return write


def floor(data: bytes) -> Callable[[Any], bytes]:
    """Zip the parts of a finished DOCX once more: what any writer must do at the least."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [(info.filename, archive.read(info)) for info in archive.infolist()]

    def write(_: Any) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as archive:
            for name, part in parts:
                archive.writestr(name, part)
        return out.getvalue()

    return write


def size_of(data: bytes) -> dict[str, Any]:
    """Return how much a DOCX holds: paragraphs and characters that are no space."""
    import re

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("word/document.xml").decode()
    text = "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", xml))
    text = re.sub(r"&\w+;", "&", text)
    return {
        "kb": len(data) / 1024,
        "XML kB": len(xml.encode()) / 1024,
        "paragraphs": xml.count("</w:p>"),
        "characters": len(re.sub(r"\s", "", text)),
    }
