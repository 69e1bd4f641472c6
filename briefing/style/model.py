"""What a house style says: page, type, spacing, numbering, table look, colours.

A style is data (``templates/styles/NAME.yaml``); both writers read the same
values, so a DOCX and a PDF of one brief look alike.  Lengths are in points
(1/72 inch) unless a name says otherwise (``_mm``: millimetres, ``_em``: ems of
the paragraph's own size).  Colours are ``#RRGGBB``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from briefing.problems import Place
from briefing.style.stationery import Stationery

__all__ = [
    "BoxLook",
    "CharacterLook",
    "ChartLook",
    "Face",
    "Family",
    "FontNames",
    "Grid",
    "HeadingNumber",
    "ListLook",
    "Page",
    "ParagraphLook",
    "Reference",
    "Running",
    "Style",
    "TableLook",
    "Words",
]

Colour = Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")]
Align = Literal["left", "center", "right", "justify"]

POINTS_PER_MM = 72 / 25.4


class Look(BaseModel):
    """Base of the style's parts."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", frozen=True)


class Grid(Look):
    """How many lines fill the text area and how many full-width characters a line.

    Chinese text only; paragraphs ``on_grid`` are set on it.
    """

    lines: int
    characters: int


class Page(Look):
    """The page, in millimetres.

    ``header_mm``/``footer_mm`` measure from the paper's edge to the running
    line's outer side.
    """

    width_mm: float = 210
    height_mm: float = 297
    top_mm: float
    bottom_mm: float
    left_mm: float
    right_mm: float
    header_mm: float
    footer_mm: float
    grid: Grid | None = None

    @property
    def measure(self) -> float:
        """The width of the text area, in points."""
        return (self.width_mm - self.left_mm - self.right_mm) * POINTS_PER_MM

    @property
    def text_height(self) -> float:
        """The height of the text area, in points."""
        return (self.height_mm - self.top_mm - self.bottom_mm) * POINTS_PER_MM


class Face(Look):
    """A font file: inside a Python package, or by its path from the style's own folder.

    ``system`` names fonts that are taken instead where the machine has one, first
    choice first (``[FangSong_GB2312, 仿宋]``); the output then depends on the machine.
    ``index`` chooses a face of a collection, ``axes`` pins a variable font's
    axes, ``size`` is the file's length in bytes (a changed file is a problem,
    since an output's bytes depend on it).  ``han``: it has Chinese, and the quotes
    and dashes of Chinese text come from it.
    """

    package: str | None = None
    file: str = ""
    system: tuple[str, ...] = ()
    index: int = 0
    han: bool = False
    axes: dict[str, float] = Field(default_factory=dict)
    size: int | None = None


class Chain(Look):
    """Faces by variant.

    Each variant is a list, first choice first: a character takes the first face
    that has it.
    """

    regular: tuple[str, ...]
    bold: tuple[str, ...]
    italic: tuple[str, ...]
    bold_italic: tuple[str, ...]


class FontNames(Look):
    """Font names for DOCX: one per script group; ``alternatives`` are for the font table."""

    ascii: str
    east_asian: str
    complex: str
    alternatives: dict[str, str] = Field(default_factory=dict)


class Family(Look):
    """A family of type: names for Word, faces for PDF by language (``default`` for others)."""

    docx: FontNames
    pdf: dict[str, Chain]


class Border(Look):
    """A line: thickness, colour, and its distance from the text."""

    width: float
    colour: Colour
    gap: float = 0


class ParagraphLook(Look):
    """How a kind of paragraph looks.

    ``leading`` is the distance between base lines.  ``first_line_em`` is the
    first line's indent, in the pitch of full-width characters.
    ``border_top``/``border_bottom`` run over the measure.  ``letter_spacing`` is
    added to every character.  ``on_grid``: the paragraph is set on the page's
    grid, where it has one.
    """

    family: str = "text"
    size: float
    leading: float
    colour: Colour
    bold: bool = False
    italic: bool = False
    align: Align = "left"
    space_before: float = 0
    space_after: float = 0
    indent_left: float = 0
    indent_right: float = 0
    first_line_em: float = 0
    keep_with_next: bool = False
    border_top: Border | None = None
    border_bottom: Border | None = None
    letter_spacing: float = 0
    on_grid: bool = True


class CharacterLook(Look):
    """How a kind of run differs from its paragraph; absent: as the paragraph."""

    bold: bool | None = None
    italic: bool | None = None
    colour: Colour | None = None
    scale: float = 1.0
    underline: bool = False


class TableLook(Look):
    """How a kind of table looks: fills, rules, padding."""

    head_fill: Colour | None = None
    band_fill: Colour | None = None
    rule_top: Border | None = None
    rule_head: Border | None = None
    rule_row: Border | None = None
    rule_bottom: Border | None = None
    padding_x: float
    padding_y: float
    space_before: float = 0
    space_after: float = 0


class BoxLook(Look):
    """How a callout looks: fill, a bar at its left edge, rules over and under it, padding."""

    fill: Colour
    bar: Colour | None = None
    bar_width: float = 0
    rule: Border | None = None
    padding_x: float
    padding_y: float
    space_before: float
    space_after: float


class ListLook(Look):
    """A list: the item's indent, the marker's width, and how the number is printed.

    The text begins at ``indent + marker_width``; ``format`` is such as ``{n}.``.
    ``run_in``: the marker begins the first line, which is indented as the
    paragraph's look says, and the other lines are flush; no width is kept for it.
    """

    indent: float
    marker_width: float
    format: str
    marker_bold: bool = False
    marker_colour: Colour | None = None
    item_space: float = 0
    run_in: bool = False


class HeadingNumber(Look):
    """How a level of headings is numbered; ``{n}`` Arabic, ``{han}`` 一二三.

    ``restart``: begin anew under each heading of a higher level.  ``always``:
    headings that a template did not mark as numbered are numbered too.  ``formats``
    are those of other languages.  ``reference`` is how a reference prints the
    number, if not as the heading does.
    ``run_in``: the number begins the first line, in the heading's own type and
    without a hanging indent.
    """

    format: str
    formats: dict[str, str] = Field(default_factory=dict)
    restart: bool = True
    always: bool = False
    run_in: bool = False
    reference: str | None = None


class ChartLook(Look):
    """Charts: palette (distinguishable without colour vision and in grey), bars, labels.

    ``own_colours``: series may bring colours of their own (from the vocabularies).
    ``tints`` are the fills of a heat map's cells from low to high, light enough
    for a table's text.
    """

    palette: tuple[Colour, ...]
    own_colours: bool = True
    tints: tuple[Colour, ...] = Field(
        ("#EAF1F8", "#CCDDEC", "#AAC6DF", "#87AECF", "#6493BD"), min_length=1
    )
    bar_height: float
    bar_gap: float
    label_size: float
    label_colour: Colour
    axis_colour: Colour


class Words(Look):
    """Words that writers print by themselves, in one language.

    ``page`` has ``{page}`` and ``{pages}``; ``table``/``figure`` have ``{n}``.
    ``copies`` stands before whom copies go to, ``issued`` has ``{date}``; both are
    words of the closing block.
    """

    page: str
    table: str
    figure: str
    continued: str
    contents: str
    copies: str = ""
    issued: str = "{date}"


class Running(Look):
    """What stands above and below the text of every page.

    ``header`` and ``footer`` say whether the brief's running texts are printed.
    ``page_number``: at the right, or outside (odd pages right, even ones left),
    ``inset_em`` ems of its own size in from the edge of the text.
    """

    header: bool = True
    footer: bool = True
    page_number: Literal["right", "outside"] = "right"
    inset_em: float = 0


@dataclass(frozen=True, slots=True)
class Reference:
    """A company's Word file, whose look a style takes in place of its own.

    ``shown`` is how people know the file, ``data`` is what it holds.  ``styles`` names styles
    of the file by the key of the look that they give (``heading1``).  ``place`` is where the
    style names the file; ``places`` are those of the key and the name in ``styles``.  ``said``
    are the keys, and the keys in these, that the style itself gives: they stay as they are.
    ``accent`` is that of the style under it, by which its other colours are known.
    """

    shown: str
    data: bytes = field(repr=False)
    place: Place
    styles: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, tuple[Place, Place]] = field(default_factory=dict)
    said: frozenset[tuple[str, ...]] = frozenset()
    accent: str | None = None

    @property
    def name(self) -> str:
        """The file's name, without its folders."""
        return self.shown.rpartition("/")[2]


class Style(Look):
    """A whole house style.

    A style may be based on another: ``base`` names it, and what the style itself says
    stands over that.  ``reference_docx`` is a company's Word file (its path from the
    style's own folder): DOCX files take its styles, theme, page, headers and footers, and
    what it lacks is added under its look; ``reference_styles`` names styles of that file
    that cannot be known by their names, by the key of a look (``heading1: 公司标题一``).

    ``paragraphs`` are looked up by :meth:`paragraph`: a key may be followed by
    ``@language`` to override the general one for that language.  So may a key of
    ``lists``; see :meth:`spoken`.

    ``masthead``: the classification stands ``beside`` the organization, number
    and date share a line; or everything is ``stacked`` line under line, the
    classification first (版头).  ``closing``: whom copies go to, who issues and
    when are no part of the masthead but stand at the foot of the last page
    (版记).  ``heavy`` is the family that takes the place of bold in Chinese (黑体).
    """

    name: str
    description: str = ""
    base: str | None = None
    reference_docx: str | None = None
    reference_styles: dict[str, str] = Field(default_factory=dict)
    page: Page
    faces: dict[str, Face]
    families: dict[str, Family]
    typefaces: dict[Literal["serif", "sans"], dict[str, Chain]] = Field(
        default_factory=dict,
        description="Faces of PDFs that stand in for typefaces of a company's Word file.",
    )
    fallback: tuple[str, ...] = Field(
        (), description="Faces tried, in order, for a character that a chain lacks."
    )
    paragraphs: dict[str, ParagraphLook]
    characters: dict[str, CharacterLook]
    tables: dict[str, TableLook]
    boxes: dict[str, BoxLook]
    lists: dict[str, ListLook]
    headings: dict[int, HeadingNumber] = Field(default_factory=dict)
    masthead: Literal["beside", "stacked"] = "beside"
    closing: bool = False
    running: Running = Running()
    heavy: str | None = None
    chart: ChartLook
    words: dict[str, Words]
    accent: Colour
    rule: Colour

    _reference: Reference | None = PrivateAttr(default=None)
    _stationery: Stationery | None = PrivateAttr(default=None)

    @property
    def reference(self) -> Reference | None:
        """The company's file, where the style has one: no part of what a style's file says."""
        return self._reference

    def referring(self, reference: Reference) -> Style:
        """Return the style with a company's file."""
        style = self.model_copy()
        style._reference = reference  # noqa: SLF001 – of its own class
        return style

    @property
    def stationery(self) -> Stationery | None:
        """The headers and footers of the company's file, where it has some."""
        return self._stationery

    def printed_on(self, stationery: Stationery | None) -> Style:
        """Return the style with a company's headers and footers."""
        style = self.model_copy()
        style._stationery = stationery  # noqa: SLF001 – of its own class
        return style

    def paragraph(self, name: str, language: str) -> ParagraphLook:
        """Return the look of a kind of paragraph in one language.

        Raises:
            KeyError: the style has no such kind.
        """
        return self.paragraphs.get(f"{name}@{language}") or self.paragraphs[name]

    def spoken(self, language: str) -> Style:
        """Return the style with the lists and the heading numbers of one language."""
        base = language.split("-", maxsplit=1)[0]
        lists = {
            name: self.lists.get(f"{name}@{base}", look)
            for name, look in self.lists.items()
            if "@" not in name
        }
        headings = {
            level: number.model_copy(update={"format": number.formats[base], "formats": {}})
            if base in number.formats
            else number
            for level, number in self.headings.items()
        }
        if lists == self.lists and headings == self.headings:
            return self
        return self.model_copy(update={"lists": lists, "headings": headings})

    def pitch(self, language: str) -> float | None:
        """Return the distance of full-width characters on the page's grid, in points.

        ``None`` where there is no grid, or the language does not stand on it.
        """
        grid = self.page.grid
        if grid is None or language.split("-", maxsplit=1)[0] not in {"zh", "ja"}:
            return None
        return self.page.measure / grid.characters

    def word(self, language: str) -> Words:
        """Return the words for ``language``, or for its base language, or the first given."""
        base = language.split("-", maxsplit=1)[0]
        return self.words.get(language) or self.words.get(base) or next(iter(self.words.values()))

    def chain(self, family: str, language: str) -> Chain:
        """Return the faces of a family for one language."""
        chains = self.families[family].pdf
        return (
            chains.get(language)
            or chains.get(language.split("-", maxsplit=1)[0])
            or chains["default"]
        )
