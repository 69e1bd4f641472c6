"""The document model: what a brief says, apart from how any format writes it.

Nodes are frozen, slotted dataclasses in two closed unions, :data:`Block` and
:data:`Inline`.  Whoever consumes them matches over the union and ends with
``assert_never``, so that mypy names every writer that misses a new node.

A node says *what* it is (a heading, a summary table, a note of the analyst's);
the house style says how that looks.  Nothing here knows Word, PDF or records;
a :class:`Field` only carries the *name* of the place its text came from.

Identifiers (``id``) are link targets.  They are made from content (``record:…``,
``recommendation:…/r1``, ``section:…``), never counted from a clock or at
random, and are unique in a document.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

__all__ = [
    "Attachment",
    "Block",
    "Blocks",
    "BulletList",
    "Callout",
    "Cell",
    "Change",
    "Chart",
    "Code",
    "CodeBlock",
    "Column",
    "Comment",
    "Contents",
    "ContentsEntry",
    "DefinitionItem",
    "DefinitionList",
    "Document",
    "Emphasis",
    "Field",
    "Footnote",
    "Heading",
    "Image",
    "Inline",
    "Inlines",
    "LineBreak",
    "Link",
    "ListItem",
    "Masthead",
    "Meta",
    "OrderedList",
    "Origin",
    "PageBreak",
    "Paragraph",
    "Quote",
    "Reference",
    "Revised",
    "Revision",
    "Row",
    "Rule",
    "Series",
    "Span",
    "Strong",
    "Table",
    "Text",
    "Title",
    "Turned",
    "inline_text",
]

# ── Inlines ────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a field's text came from.

    ``record`` is the record's id (or ``plan:<brief>/<group>`` for the editorial
    text of the plan), ``path`` the place inside it
    (``recommendations/0/text``), ``language`` the tag the text is stored under.
    """

    record: str
    path: str
    language: str


@dataclass(frozen=True, slots=True)
class Text:
    """Words of the template, or words that a template computed."""

    value: str


@dataclass(frozen=True, slots=True)
class Field:
    """Words of a record, exactly as it holds them: what an edit can be traced back to."""

    value: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Strong:
    """Strong importance: a heavier face."""

    children: Inlines


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Stress: italic in Latin scripts; Chinese has no italic and takes a heavier face."""

    children: Inlines


@dataclass(frozen=True, slots=True)
class Code:
    """A fixed-width span."""

    value: str


SpanRole = Literal["label", "muted", "analyst", "status", "missing", "number", "plain"]
"""``label``: names what follows (“Asked of:”); ``muted``: secondary; ``analyst``:
marks the analyst's own judgement; ``missing``: 未载明 / not stated; ``status``: a
state of handling; ``number``: an emphasised figure."""


@dataclass(frozen=True, slots=True)
class Span:
    """A run with a role, a language of its own, or both.

    ``language`` is a BCP 47 tag, set where the words are in another language
    than the document.
    """

    children: Inlines
    role: SpanRole = "plain"
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A link to an address outside (``https:``, ``http:`` or ``mailto:`` only)."""

    children: Inlines
    target: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A link to a place in this document.

    ``show`` says what stands in the text: ``text`` (the children as given),
    ``number`` (the target's number) or ``title`` (its words); for the last two
    a transform fills in ``children``.
    """

    children: Inlines
    target: str
    show: Literal["text", "number", "title"] = "text"


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A forced line end inside a paragraph."""


@dataclass(frozen=True, slots=True)
class Footnote:
    """A note at the place where it is called; ``number`` is filled by a transform.

    No note stands in another one: Word has no such thing.
    """

    blocks: Blocks
    id: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Comment:
    """Words with somebody's remark on them, which stands beside the text; none in print.

    ``text`` are the remark's paragraphs; ``date`` is an ISO 8601 date, or empty.
    Without children the remark hangs on the place alone.
    """

    children: Inlines
    author: str
    text: tuple[str, ...]
    date: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a part between two versions of a document.

    ``restyled`` is only said of blocks.  ``move`` numbers a part that went elsewhere: it is deleted in one place and
    inserted in another, under the same number.
    """

    kind: Literal["inserted", "deleted", "restyled"]
    move: int | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """Words that only one of two versions has; only a redline holds them."""

    change: Change
    children: Inlines


Inline = (
    Text
    | Field
    | Strong
    | Emphasis
    | Code
    | Span
    | Link
    | Reference
    | LineBreak
    | Footnote
    | Comment
    | Revision
)
Inlines = tuple[Inline, ...]

# ── Blocks ─────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Masthead:
    """The head of the first page (报头); empty parts are left out."""

    organization: Inlines
    series: Inlines
    number: Inlines = ()
    date: Inlines = ()
    classification: Inlines = ()
    distribution: Inlines = ()


@dataclass(frozen=True, slots=True)
class Title:
    """The brief's title, with an optional line under it."""

    children: Inlines
    subtitle: Inlines = ()
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 4.

    ``number`` is the printed number without surrounding space (``1``, ``一、``),
    filled by a transform where ``numbered`` is set and the style numbers that
    level.
    """

    level: int
    children: Inlines
    id: str | None = None
    numbered: bool = False
    number: str | None = None


ParagraphRole = Literal["body", "lead", "meta", "note", "imprint", "caption"]
"""``lead``: the opening paragraph; ``meta``: a line of facts under a heading or an
ask; ``note``: a remark; ``imprint``: contact, disclaimer, distribution."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    children: Inlines
    role: ParagraphRole = "body"
    id: str | None = None
    keep_with_next: bool = False


@dataclass(frozen=True, slots=True)
class ListItem:
    """An item of a list.  ``label`` is the printed number, filled by a transform.

    ``change`` is set in a redline where only one version has the item.
    """

    blocks: Blocks
    id: str | None = None
    label: str | None = None
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class BulletList:
    """An unordered list.  ``tight`` lists have no space between items."""

    items: tuple[ListItem, ...]
    tight: bool = True


ListRole = Literal["plain", "recommendations", "sources"]


@dataclass(frozen=True, slots=True)
class OrderedList:
    """A numbered list; numbers begin at ``start`` in every list."""

    items: tuple[ListItem, ...]
    role: ListRole = "plain"
    start: int = 1
    tight: bool = True


@dataclass(frozen=True, slots=True)
class DefinitionItem:
    """A term and what is said of it; ``change`` as in a list's item."""

    term: Inlines
    blocks: Blocks
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class DefinitionList:
    """Terms with their definitions."""

    items: tuple[DefinitionItem, ...]


Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its share of the table's width (any unit) and its alignment."""

    width: float
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell; it may span several columns or rows.  Covered cells are not written.

    ``heat`` tints the cell of a heat map: its number's share of the largest, above
    0 and up to 1.
    """

    blocks: Blocks
    columns: int = 1
    rows: int = 1
    header: bool = False
    heat: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of cells, left to right.

    ``change`` is set in a redline where only one version has the row.
    """

    cells: tuple[Cell, ...]
    id: str | None = None
    change: Change | None = None


TableRole = Literal["summary", "data", "plain", "closing"]
"""``closing``: the block at the foot of the last page that says who issued it, and when."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table as wide as the text.

    ``head`` rows are repeated on every page the table runs over.  ``caption``
    stands above; ``number`` is filled by a transform where there is a caption.
    ``description`` is the text for readers who cannot see it.  A ``wide`` one, with
    the heading right before it, goes on pages that are turned on their side.
    """

    columns: tuple[Column, ...]
    head: tuple[Row, ...]
    body: tuple[Row, ...]
    role: TableRole = "data"
    caption: Inlines = ()
    id: str | None = None
    number: int | None = None
    description: str | None = None
    wide: bool = False


CalloutRole = Literal["key-messages", "implications", "note", "warning"]


@dataclass(frozen=True, slots=True)
class Callout:
    """Blocks set apart in a box, under a title."""

    blocks: Blocks
    role: CalloutRole = "note"
    title: Inlines = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of somebody else's, set apart."""

    blocks: Blocks


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Fixed-width lines."""

    value: str


@dataclass(frozen=True, slots=True)
class Series:
    """One row of numbers of a chart; as many values as the chart has categories."""

    name: str
    values: tuple[float, ...]
    colour: str | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """Numbers as a picture.

    ``bar`` shows one series, ``stacked-bar`` several on top of each other, both
    with horizontal bars, one per category.  ``description`` is the alternative
    text: it says what the chart shows.
    """

    kind: Literal["bar", "stacked-bar"]
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    description: str
    caption: Inlines = ()
    id: str | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Image:
    """A picture, PNG or JPEG.

    ``pixels`` are its width and height.  It is ``width`` points wide, or ``share`` of the
    line where that is given, and never larger than its place.  ``description`` is the
    alternative text; a picture without one is an ornament, which is not read aloud.
    """

    media_type: str
    data: bytes
    pixels: tuple[int, int]
    width: float
    description: str
    share: float | None = None
    caption: Inlines = ()
    id: str | None = None
    number: int | None = None

    def size(self, width: float, height: float) -> tuple[float, float]:
        """Return how wide and high it stands where there is so much room, all in points."""
        wide = min(self.width if self.share is None else width * self.share, width)
        high = wide * self.pixels[1] / self.pixels[0]
        return (wide, high) if high <= height else (wide * height / high, height)


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A line of the table of contents; ``change`` as in a list's item."""

    level: int
    children: Inlines
    target: str
    number: str | None = None
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class Contents:
    """A table of contents down to ``depth``; ``entries`` are filled by a transform."""

    title: Inlines = ()
    depth: int = 2
    entries: tuple[ContentsEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Turned:
    """Blocks on pages of their own that are turned on their side (landscape).

    Only a document holds them; a transform makes them where a table is wide.
    """

    blocks: Blocks


@dataclass(frozen=True, slots=True)
class Revised:
    """Blocks that only one of two versions has; only a redline holds them.

    One that was ``restyled`` is a block that both have and that was another kind of
    paragraph: ``was`` is that one, without its words.
    """

    change: Change
    blocks: Blocks
    was: Heading | Paragraph | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A thematic break."""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins a page."""


Block = (
    Masthead
    | Title
    | Heading
    | Paragraph
    | BulletList
    | OrderedList
    | DefinitionList
    | Table
    | Callout
    | Quote
    | CodeBlock
    | Chart
    | Image
    | Contents
    | Rule
    | PageBreak
    | Turned
    | Revised
)
Blocks = tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Meta:
    """What is said *about* the document.

    ``date`` is an ISO 8601 date as precise as the issue gives it
    (``2024-03-11``, ``2024-03``).  ``header`` and ``footer`` are the running
    texts, left and right; page numbers are the writers' own.  ``tells`` names the parts
    of records that the brief prints wherever there are any: what is not in it was not
    there, then, and not left out.
    """

    title: str
    language: str
    organization: str
    date: str
    identifier: str
    subject: str = ""
    keywords: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    header: tuple[str, str] = ("", "")
    footer: str = ""
    tells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels inside the brief, such as the records that it was made from."""

    name: str
    media_type: str
    description: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Document:
    """A whole brief; formats that can carry attachments do."""

    meta: Meta
    blocks: Blocks
    attachments: tuple[Attachment, ...] = ()


def inline_text(children: Inlines) -> str:
    """Return the plain text of inlines; a line break becomes a newline."""
    return "".join(_texts(children))


def _texts(children: Inlines) -> Iterator[str]:
    for node in children:
        match node:
            case Text(value) | Field(value, _) | Code(value):
                yield value
            case LineBreak():
                yield "\n"
            case Footnote():
                pass
            case _:
                yield from _texts(node.children)
