"""Pairs of documents whose redlines are hard to write: old blocks, new blocks.

For Word, since the end of a paragraph that goes joins it to the next one; for LibreOffice
(7.4), since it settles some ends by itself (see ``briefing.docx.revisions``).
"""

from __future__ import annotations

from briefing.document import (
    Blocks,
    BulletList,
    Callout,
    Cell,
    Chart,
    Column,
    Document,
    Heading,
    ListItem,
    Meta,
    OrderedList,
    Paragraph,
    Reference,
    Row,
    Series,
    Table,
    Text,
)
from briefing.document.nodes import ParagraphRole

__all__ = ["CASES", "document"]


def document(blocks: Blocks, language: str = "en") -> Document:
    return Document(Meta("Brief", language, "Desk", "2024-03-11", "brief"), blocks)


def p(words: str, role: ParagraphRole = "body") -> Paragraph:
    return Paragraph((Text(words),), role)


def h(words: str, level: int = 1) -> Heading:
    return Heading(level, (Text(words),))


def box(*blocks: Paragraph | BulletList) -> Callout:
    return Callout(blocks, "note", (Text("Note"),))


def bullets(*items: str) -> BulletList:
    return BulletList(tuple(ListItem((p(words),)) for words in items))


def asks(*items: str) -> OrderedList:
    facts = Paragraph((Text("From: "), Reference((Text("a proposal"),), "there")), "meta")
    return OrderedList(tuple(ListItem((p(words), facts)) for words in items), "recommendations")


def table(*rows: tuple[str, str]) -> Table:
    cells = (tuple(Cell((p(words),)) for words in row) for row in rows)
    return Table((Column(1), Column(1)), (), tuple(Row(row) for row in cells), "data")


def chart(words: str) -> Chart:
    return Chart("bar", ("One", "Two"), (Series("Asks", (1, 2)),), "Bars", (Text(words),))


FIRST, LAST = p("Nothing changes here."), Heading(1, (Text("Sources"),), id="there")

CASES: dict[str, tuple[Blocks, Blocks]] = {
    "words come at an end and a paragraph after it": (
        (FIRST, p("On clouds"), LAST),
        (FIRST, p("On clouds and networks"), p("A paragraph of its own."), LAST),
    ),
    "words come at an end and at the next beginning": (
        (p("On clouds"), h("asks"), LAST),
        (p("On clouds and networks"), h("All asks"), LAST),
    ),
    "a title comes in a table and its heading goes": (
        (table(("a", "b")), h("On building clouds", 2), p("Words.", "meta"), LAST),
        (table(("a", "b"), ("On building clouds", "c")), p("Words.", "meta"), LAST),
    ),
    "a title goes from a table and its heading comes": (
        (table(("a", "b"), ("On building clouds", "c")), p("Words.", "meta"), LAST),
        (table(("a", "b")), h("On building clouds", 2), p("Words.", "meta"), LAST),
    ),
    "a heading goes and comes at another level, twice": (
        (h("On clouds at large", 2), FIRST, h("Between"), p("Other words altogether."), LAST),
        (FIRST, h("On clouds at large", 3), h("Between"), h("On clouds at large", 2), LAST),
    ),
    "the only paragraph after a table goes": (
        (table(("a", "b")), p("It goes."), LAST),
        (table(("a", "b")), LAST),
    ),
    "a paragraph between tables goes": (
        (table(("a", "b")), p("It goes."), table(("c", "d")), LAST),
        (table(("a", "b")), table(("c", "d")), LAST),
    ),
    "an item moves to the end of a box": (
        (box(bullets("The first of three", "The second of three", "The third")), LAST),
        (box(bullets("The second of three", "The third", "The first of three")), LAST),
    ),
    "an item with a link moves in a list": (
        (FIRST, asks("On clouds at large", "On networks", "On chips and such"), LAST),
        (FIRST, asks("On chips and such", "On clouds at large", "On networks"), LAST),
    ),
    "a list comes at the end of a box": (
        (box(p("Words that stay.")), LAST),
        (box(p("Words that stay."), bullets("One item", "Another item")), LAST),
    ),
    "a list goes from the end of a box": (
        (box(p("Words that stay."), bullets("One item", "Another item")), LAST),
        (box(p("Words that stay.")), LAST),
    ),
    "the last paragraph becomes another kind, and one comes after it": (
        (h("Title"), p("Words that stay.", "lead")),
        (h("Title"), p("Words that stay."), p("Others.", "note")),
    ),
    "a chart comes": ((FIRST, LAST), (FIRST, chart("Asks"), LAST)),
    "a chart goes": ((FIRST, chart("Asks"), LAST), (FIRST, LAST)),
    "a box comes at the end": ((FIRST,), (FIRST, box(p("It comes.")))),
    "everything goes and other things come": (
        (h("One"), p("Two three."), table(("a", "b"))),
        (bullets("Four five"), box(p("Six seven."))),
    ),
}  # fmt: skip
