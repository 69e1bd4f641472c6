"""Blocks to the body of the document: one function for each kind of node."""

from __future__ import annotations

from math import ceil
from typing import assert_never

from briefing.document import (
    Blocks,
    BulletList,
    Callout,
    Change,
    Chart,
    CodeBlock,
    Contents,
    DefinitionList,
    Field,
    Heading,
    Image,
    Masthead,
    OrderedList,
    PageBreak,
    Paragraph,
    Quote,
    Revised,
    Rule,
    Table,
    Text,
    Title,
    Turned,
    inline_text,
    walk_blocks,
    walk_inlines,
)
from briefing.docx.catalogue import box_style
from briefing.docx.chart import write_chart
from briefing.docx.contents import write_contents
from briefing.docx.context import Context
from briefing.docx.estimates import ems
from briefing.docx.flow import Flow
from briefing.docx.headings import write_heading
from briefing.docx.kinds import text_style
from briefing.docx.lists import write_bullets, write_definitions, write_ordered
from briefing.docx.picture import write_picture
from briefing.docx.sections import turned_width
from briefing.docx.table import write_table
from briefing.docx.wml import table_cell, table_row, twips
from briefing.docx.xml import Element
from briefing.style.model import Grid

__all__ = ["write_blocks"]

_WORDS = (Text, Field)

LONG_BOX = 1400
"""A box of more Latin letters, or of half as many Chinese characters, may be split."""

SHARE_OF_PAGE = 0.4
"""On a page with a grid a box of more lines than this share of it may be split."""


def write_blocks(context: Context, flow: Flow, blocks: Blocks) -> None:
    """Write blocks into a sequence, in their order."""
    for node in blocks:
        match node:
            # Most are paragraphs.
            case Paragraph():
                _paragraph(context, flow, node)
            case Masthead():
                _masthead(context, flow, node)
            case Title():
                _title(context, flow, node)
            case Heading():
                write_heading(context, flow, node)
            case BulletList():
                write_bullets(context, flow, node)
            case OrderedList():
                write_ordered(context, flow, node)
            case DefinitionList():
                write_definitions(context, flow, node)
            case Table():
                write_table(context, flow, node)
            case Callout():
                _callout(context, flow, node)
            case Quote():
                write_blocks(context, flow.within(surface="quote"), node.blocks)
            case CodeBlock():
                _code(context, flow, node)
            case Chart():
                write_chart(context, flow, node)
            case Image():
                write_picture(context, flow, node)
            case Contents():
                write_contents(context, flow, node)
            case Rule():
                flow.paragraph("Rule", indent=0)
            case PageBreak():
                if flow.change is None or flow.change.kind == "inserted":
                    flow.break_page()
            case Turned():
                _turned(context, flow, node)
            case Revised():
                _revised(context, flow, node)
            case _:
                assert_never(node)


def _masthead(context: Context, flow: Flow, node: Masthead) -> None:
    inlines = context.inlines
    if context.style.masthead == "stacked":
        # The first line is kept where no classification stands in it.
        flow.paragraph("MastheadClassification", context.fill(node.classification))
        if node.organization:
            flow.paragraph("MastheadOrganization", context.fill(node.organization))
        if node.series:
            flow.paragraph("MastheadSeries", context.fill(node.series))
        flow.paragraph("MastheadDetails", context.fill(node.number))
        return

    def organization(paragraph: Element) -> None:
        inlines.write(paragraph, node.organization)
        if node.classification:
            inlines.words(paragraph, "\t")
            inlines.write(paragraph, node.classification, role="classification")

    def details(paragraph: Element) -> None:
        inlines.write(paragraph, node.number)
        if node.number and node.date:
            inlines.words(paragraph, "\t")
        inlines.write(paragraph, node.date)
        if node.distribution:
            if node.number or node.date:
                inlines.words(paragraph, "\n")
            inlines.write(paragraph, node.distribution)

    if node.organization or node.classification:
        flow.paragraph("MastheadOrganization", organization)
    if node.series:
        flow.paragraph("MastheadSeries", context.fill(node.series))
    # The line under the masthead belongs to the details, so they are never left out.
    flow.paragraph("MastheadDetails", details)


def _title(context: Context, flow: Flow, node: Title) -> None:
    flow.anchor(node.id)
    flow.paragraph("Title", context.fill(node.children), inset=_title_inset(context, node))
    if node.subtitle:
        flow.paragraph("Subtitle", context.fill(node.subtitle))


def _title_inset(context: Context, node: Title) -> tuple[int, int]:
    """Return by how much the edges of a title come in, so that its lines are about as long."""
    look = context.style.paragraph("title", context.design.language.tag)
    width = ems(inline_text(node.children)) * look.size
    measure = context.style.page.measure
    if width <= measure:
        return 0, 0
    line = width / ceil(width / measure)
    # How wide letters are is a guess, and words are long: their lines get more room.
    spare = 1.5 if context.design.language.script == "east-asian" else 2 + 0.15 * line / look.size
    room = max(0, twips(measure - line - spare * look.size))
    return (room // 2, room // 2) if look.align == "center" else (0, room)


def _paragraph(context: Context, flow: Flow, node: Paragraph) -> None:
    flow.anchor(node.id)
    flow.paragraph(
        text_style(node.role, flow.surface, flow.depth, flow.align),
        context.fill(node.children),
        keep_next=node.keep_with_next or flow.keeps or None,
    )


def _callout(context: Context, flow: Flow, node: Callout) -> None:
    """Write a box as a table of one cell.

    Shaded paragraphs would do for text alone, but Word parts them wherever the
    indents differ, and a box mostly holds a list.
    """
    look = context.style.boxes[node.role]
    # Word centres a border on the edge of its cell: half of the bar is outside.
    outside = twips(look.bar_width / 2) if look.bar else 0
    width = flow.room() - outside
    table = flow.table(
        box_style(node.role)[0],
        (width,),
        look=(False, False),
        inset=outside,
        before=twips(look.space_before),
        after=twips(look.space_after),
        apart=flow.surface == "page" and (look.rule is not None or not _spaced(context)),
    )
    grid = context.style.page.grid
    whole = _short(node) if grid is None else _low(node, grid)
    row = table_row(table, whole=whole)
    flow.row(row)
    cell = table_cell(row, width)
    inner = flow.cell(cell, width - 2 * twips(look.padding_x), "box")
    if node.title:
        inner.paragraph("CalloutTitle", context.fill(node.title))
    write_blocks(context, inner, node.blocks)
    inner.close("CalloutText")


def _spaced(context: Context) -> bool:
    """Whether text keeps what follows it at a distance."""
    return context.style.paragraph("body", context.design.language.tag).space_after > 0


def _turned(context: Context, flow: Flow, node: Turned) -> None:
    """Write blocks in a section of their own, whose pages lie on their side."""
    if flow.surface != "page" or flow.depth:
        write_blocks(context, flow, node.blocks)  # no page to turn
        return
    context.breaks.append((flow.end_section(), False))
    inner = flow.turned(turned_width(context))
    write_blocks(context, inner, node.blocks)
    context.breaks.append((inner.end_section(), True))


def _revised(context: Context, flow: Flow, node: Revised) -> None:
    """Write blocks as inserted or deleted; a move is one where Word can say so: of text alone."""
    change = node.change
    if node.was is not None:
        write_blocks(context, flow, node.blocks)
        before = flow.aside().revised(Change("deleted"))
        write_blocks(context, before, (node.was,))
        flow.revisions.restyled(flow.parent, before.parent)
        return
    if not flow.moves(change, node.blocks):
        write_blocks(context, flow.revised(Change(change.kind)), node.blocks)
        return
    end = flow.revisions.begin_move(flow.parent, change)
    write_blocks(context, flow.revised(change), node.blocks)
    end()


def _short(node: Callout) -> bool:
    """Whether a box should stay on one page; a long one may be split between its lines."""
    text = "".join([n.value for n in walk_inlines(node.blocks) if isinstance(n, _WORDS)])
    return 2 * len(text) - len(text.encode("ascii", "ignore")) <= LONG_BOX


def _low(node: Callout, grid: Grid) -> bool:
    """Whether a box should stay on one page, by the lines that it takes on the page's grid."""
    lines = 1 if node.title else 0
    for block in walk_blocks(node.blocks):
        if isinstance(block, Paragraph):
            lines += ceil((ems(inline_text(block.children)) + 2) / grid.characters)
    return lines <= SHARE_OF_PAGE * grid.lines


def _code(context: Context, flow: Flow, node: CodeBlock) -> None:
    text = node.value.removesuffix("\n")
    flow.paragraph("CodeBlock", lambda paragraph: context.inlines.words(paragraph, text))
