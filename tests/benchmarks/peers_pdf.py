"""Other ways to a PDF, each from the same plain blocks and with the same fonts."""

from __future__ import annotations

import html
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fonts import BOLD, REGULAR

if TYPE_CHECKING:
    from data import Blocks

HERE = Path(__file__).parent


def typst(fonts: Path, head: dict[str, str], *, reused: bool) -> Callable[[Blocks], bytes]:
    """Typst, with a compiler for every document or one for all.

    The words come in by ``sys_inputs``, so a compiler that is kept lays out again
    whatever differs from what it remembers.  Tags are on, as in ours.
    """
    import typst as package

    source = HERE / "digest.typ"

    def compiler() -> Any:
        return package.Compiler(
            input=source, root=HERE, font_paths=[str(fonts)], ignore_system_fonts=True
        )

    kept = compiler() if reused else None

    def write(blocks: Blocks) -> bytes:
        data = json.dumps({"head": head, "blocks": blocks}, ensure_ascii=False)
        one = kept or compiler()
        return bytes(one.compile(format="pdf", sys_inputs={"data": data}, pdf_tags=True))

    return write


def weasyprint(fonts: Path, head: dict[str, str]) -> Callable[[Blocks], bytes]:
    """WeasyPrint with the same fonts by ``@font-face``, and with tags."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    faces = "".join(
        f"@font-face {{ font-family: {name}; src: url('{(fonts / file).as_uri()}') }}\n"
        for name, file in (("regular", REGULAR[1]), ("bold", BOLD[1]))
    )
    look = faces + (HERE / "digest.css").read_text(encoding="utf-8")

    def write(blocks: Blocks) -> bytes:
        config = FontConfiguration()
        sheet = CSS(string=look, font_config=config)
        page = HTML(string=_page(blocks, head))
        return bytes(page.write_pdf(stylesheets=[sheet], font_config=config, pdf_tags=True))

    return write


def _page(blocks: Blocks, head: dict[str, str]) -> str:
    parts = [
        f"<!doctype html><html lang=zh-CN><title>{_h(head['title'])}</title><body>",
        f"<div class=header>{_h(head['header'])}</div><div class=footer>{_h(head['footer'])}</div>",
    ]
    chapter = 0
    for block in blocks:
        if block["kind"] == "h1":
            parts.append(f"<h1 id=h{chapter}>{_h(block['text'])}</h1>")
            chapter += 1
        else:
            parts.append(_html(block))
    return "".join(parts)


def _html(block: dict[str, Any]) -> str:
    match block["kind"]:
        case "title":
            return f"<p class=title>{_h(block['text'])}</p>"
        case "h2":
            return f"<h2>{_h(block['text'])}</h2>"
        case "p":
            return f"<p class={block['role']}>{_h(block['text'])}</p>"
        case "contents":
            lines = (f"<a href=#h{n}>{_h(text)}</a>" for n, (text, _) in enumerate(block["lines"]))
            return f"<div class=contents><h3>{_h(block['title'])}</h3>{''.join(lines)}</div>"
        case "box":
            tag = ("<li>", "</li>") if block["bullets"] else ("<p>", "</p>")
            lines = "".join(f"{tag[0]}{_h(words)}{tag[1]}" for words in block["lines"])
            inner = f"<ul>{lines}</ul>" if block["bullets"] else lines
            return f"<div class=box><h3>{_h(block['title'])}</h3>{inner}</div>"
        case "ol":
            return f"<ol>{''.join(map(_item, block['items']))}</ol>"
        case _:
            return _table(block)


def _item(item: dict[str, Any]) -> str:
    first, *more = item["lines"]
    small = "".join(f"<p class=meta>{_h(words)}</p>" for words in more)
    return f"<li style=\"list-style-type: '{_h(item['label'])} '\"><p>{_h(first)}</p>{small}</li>"


def _table(block: dict[str, Any]) -> str:
    whole = sum(block["widths"])
    columns = "".join(f'<col style="width:{w / whole:.1%}">' for w in block["widths"])
    head = "".join(f"<th>{_h(words)}</th>" for words in block["head"])
    rows = "".join(
        "<tr>" + "".join(f"<td>{_h(words)}</td>" for words in row) + "</tr>"
        for row in block["rows"]
    )
    return (
        f"<table><caption>{_h(block['caption'])}</caption>{columns}"
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _h(words: str) -> str:
    return html.escape(words).replace("\n", "<br>")


def reportlab(head: dict[str, str]) -> Callable[[Blocks], bytes]:
    """ReportLab's platypus with the Chinese font that it names and doesn't embed; no tags."""
    from reportlab import rl_config
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import mm
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

    rl_config.useA85 = 0
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))

    def style(size: float, leading: float, after: float, before: float = 0) -> ParagraphStyle:
        return ParagraphStyle(
            "", fontName="STSong-Light", fontSize=size, leading=leading, spaceAfter=after,
            spaceBefore=before, wordWrap="CJK",
        )  # fmt: skip

    body, small, cell = style(10.5, 18, 7), style(9, 14, 6), style(9, 14, 0)
    looks = {"title": style(22, 31, 4), "h1": style(15, 22, 8, 20), "h2": style(12, 18, 4, 14)}
    grid = [("LINEBELOW", (0, 0), (-1, -1), 0.4, "#D8E0E7"), ("VALIGN", (0, 0), (-1, -1), "TOP")]

    def flow(block: dict[str, Any]) -> list[Any]:
        match block["kind"]:
            case "title" | "h1" | "h2" as kind:
                return [Paragraph(_r(block["text"]), looks[kind])]
            case "p":
                return [Paragraph(_r(block["text"]), body if block["role"] == "body" else small)]
            case "contents":
                lines = [Paragraph(_r(f"{text}　{page}"), body) for text, page in block["lines"]]
                return [Paragraph(_r(block["title"]), body), *lines]
            case "box":
                words = [block["title"], *block["lines"]]
                return [Paragraph(_r(one), body) for one in words]
            case "ol":
                return [
                    Paragraph(_r(words), small if n else body)
                    for item in block["items"]
                    for n, words in enumerate(
                        [f"{item['label']} {item['lines'][0]}", *item["lines"][1:]]
                    )
                ]
            case _:
                whole = sum(block["widths"])
                widths = [162 * mm * width / whole for width in block["widths"]]
                rows = [
                    [Paragraph(_r(words), cell) for words in row]
                    for row in (block["head"], *block["rows"])
                ]
                caption = Paragraph(_r(block["caption"]), small)
                return [caption, Table(rows, widths, repeatRows=1, style=grid), Spacer(0, 12)]

    def write(blocks: Blocks) -> bytes:
        out = io.BytesIO()

        def paint(canvas: Any, page: Any) -> None:
            canvas.setFont("STSong-Light", 8)
            canvas.drawString(24 * mm, 285 * mm, head["header"])
            canvas.drawString(24 * mm, 12 * mm, head["footer"])
            canvas.drawRightString(186 * mm, 12 * mm, f"第 {page.page} 页")

        document = SimpleDocTemplate(
            out, pagesize=(210 * mm, 297 * mm), title=head["title"],
            leftMargin=24 * mm, rightMargin=24 * mm, topMargin=25 * mm, bottomMargin=23 * mm,
        )  # fmt: skip
        document.build([one for block in blocks for one in flow(block)], paint, paint)
        return out.getvalue()

    return write


def _r(words: str) -> str:
    return html.escape(words).replace("\n", "<br/>")


def size_of(data: bytes) -> dict[str, Any]:
    """Return how much a PDF holds: pages and characters that are no space."""
    import pypdfium2

    pdf = pypdfium2.PdfDocument(data)
    text = "".join(page.get_textpage().get_text_bounded() for page in pdf)
    return {
        "kb": len(data) / 1024,
        "pages": len(pdf),
        "characters": len("".join(text.split())),
    }
