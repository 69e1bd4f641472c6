"""Lists: their items, and what goes on inside an item.

An item names its list itself, though its style would do for Word: many programs that
read DOCX look for lists nowhere else.
"""

from __future__ import annotations

from briefing.document import (
    BulletList,
    Change,
    DefinitionList,
    ListItem,
    OrderedList,
    Paragraph,
)
from briefing.docx.context import Context
from briefing.docx.flow import Flow, Surface
from briefing.docx.kinds import list_style
from briefing.docx.numbering import BASE_NUMBERS, LEVELS, number_text
from briefing.docx.wml import twips
from briefing.docx.xml import Element

__all__ = ["write_bullets", "write_definitions", "write_ordered"]


def write_bullets(context: Context, flow: Flow, node: BulletList) -> None:
    """Write an unordered list."""
    for item in node.items:
        _item(context, flow, "bullet", item, (BASE_NUMBERS["bullet"], _level(flow)))


def write_ordered(context: Context, flow: Flow, node: OrderedList) -> None:
    """Write a numbered list, with a numbering of its own that begins at ``start``.

    A label that is not what Word would count stands as text in front of its item.
    """
    if not node.items:
        return
    level = _level(flow)
    format_ = context.style.lists[node.role].format
    own = context.numbering.start(BASE_NUMBERS[node.role], level, node.start)
    number = node.start
    for item in node.items:
        # Word counts again when what was deleted is gone.
        gone = item.change is not None and item.change.kind == "deleted"
        counted = gone or item.label is None or item.label == number_text(format_, number)
        number += not gone
        _item(
            context,
            flow,
            node.role,
            item,
            (own, level) if counted else (0, 0),
            label=None if counted else item.label,
        )


def write_definitions(context: Context, flow: Flow, node: DefinitionList) -> None:
    """Write terms, each with its definition under it."""
    inner = flow.within(surface="definition")
    for item in node.items:
        flow.revised(item.change).paragraph("DefinitionTerm", context.fill(item.term))
        context.write(context, inner.revised(item.change), item.blocks)


def _revised(
    context: Context,
    flow: Flow,
    kind: str,
    item: ListItem,
    number: tuple[int, int],
    label: str | None,
) -> None:
    """Write an item that was inserted or deleted, or that moved."""
    assert item.change is not None
    if not flow.moves(item.change, item.blocks):
        own = flow.revised(Change(item.change.kind))
        _item(context, own, kind, item, number, label=label)
        return
    end = flow.revisions.begin_move(flow.parent, item.change)
    _item(context, flow.revised(item.change), kind, item, number, label=label)
    end()


def _level(flow: Flow) -> int:
    return min(flow.depth, LEVELS - 1)


def _item(
    context: Context,
    flow: Flow,
    kind: str,
    item: ListItem,
    number: tuple[int, int],
    *,
    label: str | None = None,
) -> None:
    if item.change is not None and flow.change is None:
        _revised(context, flow, kind, item, number, label)
        return
    look = context.style.lists[kind]
    hanging = twips(look.marker_width)
    text = flow.indent + twips(look.indent) + hanging
    style = list_style(kind, flow.surface, _level(flow))
    first = item.blocks[0] if item.blocks else None
    opening = first if isinstance(first, Paragraph) else None
    rest = item.blocks[1:] if opening else item.blocks

    def fill(paragraph: Element) -> None:
        if label is not None:
            context.inlines.words(paragraph, f"{label}\t")
        if opening is not None:
            context.inlines.write(paragraph, opening.children)

    flow.anchor(item.id)
    if opening is not None:
        flow.anchor(opening.id)
    # Facts that belong to an ask stay on its page.
    goes_on = bool(rest) and isinstance(rest[0], Paragraph) and rest[0].role == "meta"
    flow.paragraph(
        style,
        fill,
        keep_next=goes_on or (opening is not None and opening.keep_with_next),
        numbering=number,
        hanging=hanging,
        indent=text,
    )
    surface: Surface = flow.surface
    if kind == "recommendations" and surface == "page" and flow.depth == 0:
        surface = "recommendation"
    context.write(context, flow.within(text, depth=flow.depth + 1, surface=surface), rest)
