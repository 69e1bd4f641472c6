"""Headers and footers of a company's file as a model that a PDF is drawn from.

What is read are the parts as they go into every DOCX: what is not seen, and what leads
out of the file, is gone from them already.  What the model has no place for is named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from briefing.docx.opening import Element
from briefing.docx.reference.drawings import Drawing, drawing_of
from briefing.docx.reference.faces import single_line
from briefing.docx.reference.letterhead import Letterhead, where
from briefing.docx.reference.markup import W, local, measure, number, value
from briefing.docx.reference.running import Media, Story
from briefing.docx.reference.sheet import Effect, colour_of, is_on, paragraph_tabs, rule_of
from briefing.docx.reference.spoken import FieldReader, spoken
from briefing.docx.reference.turning import turned_story
from briefing.docx.xml import NAMESPACES
from briefing.pictures import PictureError, measured
from briefing.problems import Place as ProblemPlace
from briefing.problems import Problem, Severity
from briefing.style.stationery import (
    Block,
    Break,
    Cell,
    Edges,
    Floating,
    Kind,
    Matter,
    Paragraph,
    Picture,
    Piece,
    Place,
    Rule,
    Said,
    Stationery,
    Stop,
    StopAlign,
    Tab,
    Table,
    TableRow,
    Type,
    Which,
    Words,
)

__all__ = ["Fonts", "stationery_of"]

Fonts = Callable[[Effect], str]
"""Which family of the style stands for the fonts of an effect."""

_MC = f"{{{NAMESPACES['mc']}}}"
_STOPS: Mapping[str, StopAlign] = {"center": "center", "right": "right", "end": "right",
                                   "decimal": "right"}  # fmt: skip
_DRAWN = frozenset({W + "drawing", W + "pict"})
_HIGHLIGHTS = {"yellow": "#FFFF00", "green": "#00FF00", "cyan": "#00FFFF", "red": "#FF0000",
               "lightGray": "#C0C0C0", "darkGray": "#808080", "black": "#000000"}  # fmt: skip
_BLANK = re.compile(r"[\t\r\n]+")
_SMALL_CAPS = 0.8
_SCRIPT, _RAISED, _LOWERED = 0.65, 0.33, -0.14
"""Superscripts and subscripts: their size, and how far they are lifted, in ems."""
_PADDING = (0.0, 5.4, 0.0, 5.4)
"""The padding of cells where nothing else is said, as in Word's own tables."""
_MOST_COLUMNS = 63  # as in Word


def stationery_of(
    letterhead: Letterhead, fonts: Fonts = lambda _: "text"
) -> tuple[Stationery | None, list[Problem]]:
    """Return the headers and footers of a file, None where it has none, and what they lack.

    ``fonts`` says in which family of the style words are set.
    """
    setup, problems = letterhead.setup, _Problems(letterhead.shown, "page set-up")
    if setup.borders:
        problems.tell("the borders of the page")
    if not letterhead.has_running():
        return None, list(problems.found.values())
    upright = dict(_matters(letterhead, letterhead.stories, problems, fonts))
    turned = upright
    if setup.upright:
        # What upright pages lack, the same pages on their side lack as well.
        own = letterhead.turned_stories is not None
        again = problems if own else _Problems(letterhead.shown)
        turned = dict(_matters(letterhead, _turned(letterhead), again, fonts))
    lengths = {name: twips / 20 for name, twips in setup.margins.items()}
    stationery = Stationery(
        upright=upright,
        turned=turned,
        top=lengths["top"],
        bottom=lengths["bottom"],
        header=max(0.0, lengths["header"]),
        footer=max(0.0, lengths["footer"]),
        first=setup.title_page,
        even=letterhead.even_and_odd,
        start=setup.start,
        format=setup.format,
        tab=max(letterhead.tab, 20) / 20,
    )
    return stationery, list(problems.found.values())


def _turned(letterhead: Letterhead) -> Mapping[tuple[str, str], Story]:
    if letterhead.turned_stories is not None:
        return letterhead.turned_stories
    setup = letterhead.setup
    margins = setup.margins
    sides = margins["left"] + margins["right"] + margins["gutter"]
    wide = max(setup.width, setup.height) - sides
    return {key: turned_story(letterhead, story, wide) for key, story in letterhead.stories.items()}


def _matters(
    letterhead: Letterhead,
    stories: Mapping[tuple[str, str], Story],
    problems: _Problems,
    fonts: Fonts,
) -> Iterator[tuple[tuple[Kind, Which], Matter]]:
    for kind in _KINDS:
        for which in _PAGES:
            story = stories.get((kind, which))
            if story is None or (which == "default" and not story.has_words()):
                continue
            problems.where = where(kind, which)
            reader = _Reader(letterhead, story, problems, fonts)
            yield (kind, which), Matter(tuple(reader.blocks(story.root)))


_KINDS: tuple[Kind, ...] = ("header", "footer")
_PAGES: tuple[Which, ...] = ("default", "first", "even")


@dataclass(slots=True)
class _Problems:
    """What is left out of PDFs, each kind once for each header or footer."""

    shown: str
    where: str = ""
    found: dict[tuple[str, str], Problem] = field(default_factory=dict)

    def tell(self, what: str, hint: str | None = None) -> None:
        """Say that PDFs do without something."""
        place = ProblemPlace(self.shown, inside=self.where)
        message = f"PDF files leave out {what}; DOCX files have it"
        problem = Problem("pdf-leaves-out", message, place, hint, Severity.WARNING)
        self.found.setdefault((self.where, what), problem)


@dataclass(slots=True)
class _Line:
    """A paragraph that is being read."""

    pieces: list[Piece] = field(default_factory=list)
    floats: list[Floating] = field(default_factory=list)


class _Reader:
    """Reads one header or footer."""

    def __init__(
        self, letterhead: Letterhead, story: Story, problems: _Problems, fonts: Fonts
    ) -> None:
        self._file = letterhead
        self._sheet = letterhead.sheet
        self._theme = letterhead.sheet.theme
        self._story = story
        self._problems = problems
        self._fonts = fonts
        self._ids = {new: old for old, new in letterhead.names.items()}
        grid = letterhead.setup.grid
        lines = grid is not None and grid[0] in {"lines", "linesAndChars", "snapToChars"}
        self._pitch = grid[1] / 20 if grid and lines else None
        self._width = letterhead.setup.text_width / 20

    # ── Blocks ─────────────────────────────────────────────────────────────

    def blocks(self, holder: Element) -> Iterator[Block]:
        """Yield the paragraphs and tables of a part; what is framed floats in what follows it."""
        framed: list[Floating] = []
        paragraphs = [one for one in holder if one.tag in {W + "p", W + "tbl"}]
        for at, one in enumerate(paragraphs):
            found: Block
            if one.tag == W + "tbl":
                found = self._table(one)
                floating = _floating_table(one, found)
                if floating is None:
                    yield found
                else:
                    framed.append(floating)
                continue
            found = self._paragraph(one)
            frame = one.find(f"{W}pPr/{W}framePr")
            if frame is not None and at + 1 < len(paragraphs) and not value(frame, "dropCap"):
                framed.append(_framed(frame, found))
                continue
            if framed:
                found = replace(found, floats=(*framed, *found.floats))
                framed = []
            yield found
        if framed:
            yield Paragraph((), replace(self._mark(Effect(), None), line=0, han_line=0),
                            floats=tuple(framed))  # fmt: skip

    def _paragraph(self, paragraph: Element, table: Element | None = None) -> Paragraph:
        own = paragraph.find(W + "pPr")
        style = self._style_of(paragraph)
        effect = self._sheet.effect(style)
        under = table.find(f"{W}pPr") if table is not None else None
        if under is not None and not self._sheet.says(style, "spacing"):
            effect = self._sheet.layered(effect, under)
        if own is not None:
            effect = self._sheet.layered(effect, own)
        mark = own.find(W + "rPr") if own is not None else None
        line = _Line()
        fields = FieldReader()
        self._runs(paragraph, effect, style, line, fields)
        for name in fields.unknown:
            self._problems.tell(f"a field: {name}", "write the words themselves into it")
        size = max(effect.size, 1)
        first = effect.first_chars / 100 * size or effect.first / 20
        align = effect.align
        return Paragraph(
            pieces=tuple(line.pieces),
            type=self._mark(effect, mark),
            align=align if align in {"center", "right", "justify"} else "left",  # type: ignore[arg-type]
            stops=tuple(
                Stop(at / 20, _STOPS.get(kind, "left"))
                for at, kind in paragraph_tabs(self._sheet.effect(style), paragraph)
                if kind not in {"bar", "num"}
            ),
            spacing=_spacing(effect),
            spaced=_SPACED.get(effect.rule, "auto"),
            pitch=self._pitch if effect.snap else None,
            before=effect.before / 20,
            after=effect.after / 20,
            left=effect.left / 20,
            right=effect.right / 20,
            first=first,
            edges=self._edges(paragraph, style),
            fill=self._fill(paragraph, style),
            floats=tuple(line.floats),
        )

    def _style_of(self, paragraph: Element) -> str:
        """Return the id in the file of a paragraph's style; the part has those of the output."""
        style = self._ids.get(value(paragraph.find(f"{W}pPr/{W}pStyle")), "")
        return style or self._sheet.defaults.get("paragraph", "")

    def _mark(self, effect: Effect, mark: Element | None) -> Type:
        return self._type(effect if mark is None else self._sheet.layered(effect, mark))

    def _edges(self, paragraph: Element, style: str) -> Edges:
        sides: dict[str, Rule | None] = {}
        layers = [one.element for one in self._sheet.chain(style)]
        for one in (*reversed(layers), paragraph):
            for border in one.iterfind(f"{W}pPr/{W}pBdr/*"):
                sides[_SIDES.get(local(border), local(border))] = rule_of(border, self._theme)
        return Edges(*(sides.get(side) for side in ("top", "right", "bottom", "left")))

    def _fill(self, paragraph: Element, style: str) -> str | None:
        for one in (paragraph, *(one.element for one in self._sheet.chain(style))):
            shade = one.find(f"{W}pPr/{W}shd")
            if shade is not None:
                return _fill_of(shade, self)
        return None

    def colour(self, element: Element, attribute: str) -> str | None:
        """Return a colour that an element names."""
        return colour_of(element, self._theme, attribute)

    # ── Runs ───────────────────────────────────────────────────────────────

    def _runs(
        self, holder: Element, effect: Effect, style: str, line: _Line, fields: FieldReader
    ) -> None:
        for one in holder:
            if one.tag == W + "r":
                self._run(one, effect, style, line, fields)
            elif one.tag == W + "fldSimple":
                fields.begin(value(one, "instr"))
                self._runs(one, effect, style, line, fields)
                kinds = self._typed(one.find(W + "r"), effect, style)
                line.pieces += fields.end(kinds[0])
            elif one.tag != W + "pPr":
                self._runs(one, effect, style, line, fields)

    def _run(
        self, run: Element, effect: Effect, style: str, line: _Line, fields: FieldReader
    ) -> None:
        kind, caps = self._typed(run, effect, style)
        for one in _shown(run):
            name = local(one)
            if name == "fldChar":
                line.pieces += fields.mark(value(one, "fldCharType"), kind)
            elif name == "instrText":
                fields.code(one.text or "")
            elif fields.silent:
                fields.typed(kind)
            elif name == "t":
                line.pieces += _texts(_BLANK.sub(" ", one.text or ""), kind, caps)
            elif name == "tab":
                line.pieces.append(Tab())
            elif name == "ptab":
                line.pieces.append(Tab(_STOPS.get(value(one, "alignment"), "left")))
            elif name in {"br", "cr"} and value(one, "type") in {"", "textWrapping"}:
                line.pieces.append(Break())
            elif name == "noBreakHyphen":
                line.pieces.append(Words("\u2011", kind))
            elif name == "pgNum":
                line.pieces += fields.page(kind)
            elif name == "sym":
                self._problems.tell("a sign of a symbol font", "take one of the text's own font")
            elif one.tag in _DRAWN:
                self._draw(one, line)

    def _typed(self, run: Element | None, effect: Effect, style: str) -> tuple[Type, str]:
        """Return how a run's words are set, and whether in capitals."""
        own = run.find(W + "rPr") if run is not None else None
        layers: list[Element] = []
        name = self._ids.get(value(own.find(W + "rStyle")), "") if own is not None else ""
        for one in reversed(list(self._sheet.chain(name))):
            properties = one.element.find(W + "rPr")
            if properties is not None:
                layers.append(properties)
        if own is not None:
            layers.append(own)
        for properties in layers:
            effect = self._sheet.layered(effect, properties)
        under = [one.element.find(W + "rPr") for one in self._sheet.chain(style)]
        said = [*reversed(layers), *(one for one in under if one is not None)]
        caps = next((name for name in ("caps", "smallCaps") if _on(said, name)), "")
        kind = self._type(effect)
        place = _first(said, "vertAlign")
        if place is not None and value(place) in {"superscript", "subscript"}:
            shift = _RAISED if value(place) == "superscript" else _LOWERED
            kind = replace(kind, size=kind.size * _SCRIPT, rise=kind.size * shift)
        shift_up = _first(said, "position")
        if shift_up is not None:
            rise = min(max(measure(value(shift_up)) or 0, -200), 200) / 2
            kind = replace(kind, rise=kind.rise + rise)
        shade, highlight = _first(said, "shd"), _first(said, "highlight")
        fill = _fill_of(shade, self) if shade is not None else None
        fill = _HIGHLIGHTS.get(value(highlight), fill)
        strike = _on(said, "strike") or _on(said, "dstrike")
        if fill is not None or strike:
            kind = replace(kind, fill=fill, strike=strike)
        return kind, caps

    def _type(self, effect: Effect) -> Type:
        size = min(max(effect.size, 1.0), 200.0)
        return Type(
            size=size,
            colour=effect.colour or "#000000",
            line=size * single_line(effect.fonts[0], latin=True),
            han_line=size * single_line(effect.fonts[1], latin=False),
            family=self._fonts(effect),
            bold=effect.bold,
            italic=effect.italic,
            underline=effect.underline,
            tracking=min(max(effect.letter_spacing / 20, -2.0), 20.0),
        )

    # ── Drawings ───────────────────────────────────────────────────────────

    def _draw(self, element: Element, line: _Line) -> None:
        drawing = drawing_of(element, self._theme)
        for what in drawing.lacking:
            self._problems.tell(what)
        content: Picture | tuple[Block, ...] | None = None
        if drawing.box is not None:
            content = tuple(self._boxed(drawing))
        elif drawing.relation:
            content = self._picture(drawing)
        elif drawing.fill is not None:
            content = ()
        if content is None:
            return
        if drawing.across is None or drawing.down is None:
            if isinstance(content, Picture):
                line.pieces.append(content)
            else:
                self._problems.tell("a text box or shape in the line", _BOX_HINT)
            return
        line.floats.append(
            Floating(
                content,
                drawing.width,
                drawing.height,
                drawing.across,
                drawing.down,
                drawing.behind,
                drawing.inset if drawing.box is not None else (0.0, 0.0, 0.0, 0.0),
                drawing.fill,
                drawing.narrow,
            )
        )

    def _boxed(self, drawing: Drawing) -> Iterator[Block]:
        for one in drawing.box if drawing.box is not None else ():
            if one.tag == W + "p":
                found = self._paragraph(one)
                if found.floats:
                    self._problems.tell("a drawing in a text box", _BOX_HINT)
                yield replace(found, floats=())
            elif one.tag == W + "tbl":
                self._problems.tell("a table in a text box", _BOX_HINT)

    def _picture(self, drawing: Drawing) -> Picture | None:
        at = number(drawing.relation[3:])
        relations = self._story.relations
        media = relations[at - 1] if at is not None and 0 < at <= len(relations) else None
        if not isinstance(media, Media):
            return None
        try:
            own = measured(media.data)
        except PictureError as fault:
            self._problems.tell(f"a picture, since {fault}", fault.hint)
            return None
        return Picture(
            own.data, own.media_type, own.pixels, drawing.width, drawing.height, drawing.crop
        )

    # ── Tables ─────────────────────────────────────────────────────────────

    def _table(self, table: Element) -> Table:
        properties = table.find(W + "tblPr")
        style = self._table_style(value(table.find(f"{W}tblPr/{W}tblStyle")))
        looks = [one.element for one in reversed(list(self._sheet.chain(style)))]
        borders: dict[str, Rule | None] = {}
        padding = dict(zip(("top", "right", "bottom", "left"), _PADDING, strict=True))
        for one in (*looks, table):
            for border in one.iterfind(f"{W}tblPr/{W}tblBorders/*"):
                side = local(border)
                borders[_SIDES.get(side, side)] = rule_of(border, self._theme)
            _pad(padding, one.find(f"{W}tblPr/{W}tblCellMar"))
        columns = self._columns(table, properties)
        total = sum(columns)
        align = value(table.find(f"{W}tblPr/{W}jc"))
        left = (measure(value(table.find(f"{W}tblPr/{W}tblInd"), "w")) or 0) / 20
        if align == "center":
            left = (self._width - total) / 2
        elif align in {"right", "end"}:
            left = self._width - total
        base = looks[-1] if looks else None
        rows = list(table.iterchildren(W + "tr"))
        made = [
            self._row(row, columns, borders, padding, base, (at == 0, at == len(rows) - 1))
            for at, row in enumerate(rows)
        ]
        return Table(tuple(_spanned(made)), left)

    def _table_style(self, identifier: str) -> str:
        own = self._ids.get(identifier, "")
        return own or self._sheet.defaults.get("table", "")

    def _columns(self, table: Element, properties: Element | None) -> list[float]:
        widths = [
            max(0, measure(value(one, "w")) or 0) / 20
            for one in table.iterfind(f"{W}tblGrid/{W}gridCol")
        ][:_MOST_COLUMNS]
        if not sum(widths):
            rows = table.iterchildren(W + "tr")
            count = max((len(row.findall(W + "tc")) for row in rows), default=1)
            count = max(1, min(count, _MOST_COLUMNS))
            widths = [self._width / count] * count
        wide = properties.find(W + "tblW") if properties is not None else None
        if value(wide, "type") == "pct":
            text = value(wide, "w")
            share = float(number(text.rstrip("%")) or 0) / (100 if text.endswith("%") else 5000)
            if 0 < share <= 2:
                scale = self._width * share / sum(widths)
                widths = [width * scale for width in widths]
        return widths

    def _row(
        self,
        row: Element,
        columns: list[float],
        borders: Mapping[str, Rule | None],
        padding: Mapping[str, float],
        style: Element | None,
        ends: tuple[bool, bool],
    ) -> tuple[TableRow, list[bool]]:
        """Return a row, and which of its cells go on from the row above."""
        height = row.find(f"{W}trPr/{W}trHeight")
        at = min(number(value(row.find(f"{W}trPr/{W}gridBefore"))) or 0, len(columns))
        cells: list[Cell] = []
        going_on: list[bool] = []
        for one in row.iterchildren(W + "tc"):
            if at >= len(columns):
                break
            own = one.find(W + "tcPr")
            span = number(value(own.find(W + "gridSpan"))) if own is not None else None
            end = min(at + max(1, span or 1), len(columns))
            merge = own.find(W + "vMerge") if own is not None else None
            goes_on = merge is not None and value(merge) != "restart"
            edges = {
                "top": borders.get("top" if ends[0] else "insideH"),
                "bottom": borders.get("bottom" if ends[1] else "insideH"),
                "left": borders.get("left" if not at else "insideV"),
                "right": borders.get("right" if end == len(columns) else "insideV"),
            }
            fill = None
            sides = dict(padding)
            valign = ""
            if own is not None:
                for border in own.iterfind(f"{W}tcBorders/*"):
                    name = _SIDES.get(local(border), local(border))
                    edges[name] = rule_of(border, self._theme)
                shade = own.find(W + "shd")
                fill = _fill_of(shade, self) if shade is not None else None
                _pad(sides, own.find(W + "tcMar"))
                valign = value(own.find(W + "vAlign"))
            if one.find(W + "tbl") is not None:
                self._problems.tell("a table in a table", "give its rows to the outer table")
            blocks = () if goes_on else tuple(
                self._paragraph(inner, style) for inner in one.iterchildren(W + "p")
            )  # fmt: skip
            cells.append(
                Cell(
                    sum(columns[:at]),
                    sum(columns[at:end]),
                    blocks,
                    (sides["top"], sides["right"], sides["bottom"], sides["left"]),
                    edges=Edges(*(edges[side] for side in ("top", "right", "bottom", "left"))),
                    fill=fill,
                    valign=_VALIGN.get(valign, "top"),  # type: ignore[arg-type]
                )
            )
            going_on.append(goes_on)
            at = end
        least = max(0, measure(value(height)) or 0) / 20
        return TableRow(tuple(cells), least, value(height, "hRule") == "exact"), going_on


# ── What single properties say ─────────────────────────────────────────────


_SIDES = {"start": "left", "end": "right"}
_SPACED: Mapping[str, Literal["exact", "least"]] = {"exact": "exact", "atLeast": "least"}
_VALIGN = {"center": "center", "bottom": "bottom"}
_BOX_HINT = "put it into the header or footer itself, or into a table there"


def _spacing(effect: Effect) -> float:
    return min(effect.line / 240, 10.0) if effect.rule not in _SPACED else effect.line / 20


def _fill_of(shade: Element, reader: _Reader) -> str | None:
    if value(shade, "fill") in {"", "auto"} and not value(shade, "themeFill"):
        return None
    return reader.colour(shade, "fill")


def _first(layers: list[Element], name: str) -> Element | None:
    return next(
        (one for one in (layer.find(W + name) for layer in layers) if one is not None), None
    )


def _on(layers: list[Element], name: str) -> bool:
    one = _first(layers, name)
    return one is not None and is_on(one)


def _shown(run: Element) -> Iterator[Element]:
    """Yield what a run holds; of what it says in two ways, the first."""
    for one in run:
        if one.tag == _MC + "AlternateContent":
            yield from next(iter(one), ())
        else:
            yield one


def _texts(text: str, kind: Type, caps: str) -> Iterator[Words | Said]:
    """Yield words, and what stands for something that the brief says of itself."""
    for part in spoken(text, kind):
        if isinstance(part, Said):
            yield part
        else:
            yield from _cased(part, kind, caps)


def _cased(text: str, kind: Type, caps: str) -> Iterator[Words]:
    """Yield a text in capitals, or as it is."""
    if caps == "caps":
        yield Words(text.upper(), kind)
    elif caps == "smallCaps":
        small = replace(kind, size=kind.size * _SMALL_CAPS)
        start = 0
        for end in range(1, len(text) + 1):
            if end == len(text) or text[end].islower() != text[start].islower():
                lower = text[start].islower()
                yield Words(text[start:end].upper(), small if lower else kind)
                start = end
    elif text:
        yield Words(text, kind)


def _pad(padding: dict[str, float], margins: Element | None) -> None:
    for one in margins if margins is not None else ():
        length = measure(value(one, "w"))
        if length is not None and value(one, "type") in {"", "dxa"}:
            padding[_SIDES.get(local(one), local(one))] = min(max(length, 0), 4_000) / 20


def _spanned(rows: list[tuple[TableRow, list[bool]]]) -> Iterator[TableRow]:
    """Yield rows in which a cell spans those below that go on with it."""
    for at, (row, going_on) in enumerate(rows):
        cells = []
        for cell, goes_on in zip(row.cells, going_on, strict=True):
            if goes_on and at:
                continue
            span = 1
            for below, flags in rows[at + 1 :]:
                under = [
                    flag for one, flag in zip(below.cells, flags, strict=True) if one.x == cell.x
                ]
                if not any(under):
                    break
                span += 1
            last = rows[at + span - 1][0]
            edge = next((one.edges.bottom for one in last.cells if one.x == cell.x), None)
            cells.append(replace(cell, rows=span, edges=replace(cell.edges, bottom=edge)))
        yield replace(row, cells=tuple(cells))


_FROM = {"page": "page", "margin": "margin", "text": "paragraph"}


def _place(frame: Element, way: str) -> Place:
    """Return where a frame or a floating table stands, across (``x``) or down (``y``)."""
    anchor = value(frame, "hAnchor" if way == "x" else "vAnchor")
    anchor = anchor or value(frame, "horzAnchor" if way == "x" else "vertAnchor")
    of = _FROM.get(anchor, "paragraph")
    if of == "paragraph" and way == "x":
        of = "column"
    names = (f"{way}Align", f"tblp{way.upper()}Spec")
    side = next((value(frame, name) for name in names if value(frame, name)), "")
    offset = measure(value(frame, way)) or measure(value(frame, f"tblp{way.upper()}")) or 0
    return Place(of, offset / 20, _AT.get(side, ""))  # type: ignore[arg-type]


_AT = {"left": "start", "top": "start", "center": "center", "right": "end", "bottom": "end",
       "inside": "inside", "outside": "outside"}  # fmt: skip


def _framed(frame: Element, paragraph: Paragraph) -> Floating:
    """Return a paragraph in a frame as what floats: no higher than it is, and as wide as said."""
    width = (measure(value(frame, "w")) or 0) / 20
    height = (measure(value(frame, "h")) or 0) / 20
    across, down = _place(frame, "x"), _place(frame, "y")
    return Floating((paragraph,), width, height, across, down, narrow=not width)


def _floating_table(table: Element, made: Table) -> Floating | None:
    place = table.find(f"{W}tblPr/{W}tblpPr")
    if place is None:
        return None
    across, down = _place(place, "x"), _place(place, "y")
    width = max((cell.x + cell.width for row in made.rows for cell in row.cells), default=0.0)
    return Floating((replace(made, left=0.0),), width, 0.0, across, down)
