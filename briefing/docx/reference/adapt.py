"""A house style under the look of a company's file.

Where the file has a style, its look is that one's.  What it lacks keeps the house
style's proportions, in the file's type, its sizes and its colours.  PDF files and the
table of contents of DOCX files are laid out by what comes of this, on the file's page.
"""

from __future__ import annotations

import colorsys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from briefing.docx.languages import Language
from briefing.docx.reference.faces import kind_of, single_line
from briefing.docx.reference.letterhead import Letterhead
from briefing.docx.reference.lists import Level
from briefing.docx.reference.markup import W, measure, value
from briefing.docx.reference.names import KEPT, KEYS
from briefing.docx.reference.sheet import Effect, Line, colour_of, line_of
from briefing.docx.reference.stationery import stationery_of
from briefing.style.colours import contrast, ink_on
from briefing.style.model import (
    Border,
    BoxLook,
    CharacterLook,
    Family,
    FontNames,
    HeadingNumber,
    ListLook,
    Page,
    ParagraphLook,
    Style,
    TableLook,
)

__all__ = ["adapted", "normal_look"]

HEADING = "heading"
"""The family of headings, where the file sets them in another type than its text."""
MM_PER_TWIP = 25.4 / 1440
BLACK = "#000000"
DARK = "#333333"
"""What stands for an accent where headings are black, so that no table's head is."""
SMALL = 8.0
"""No type is made smaller, in points."""
TEXT_CONTRAST = 4.5
"""The least contrast of small type on white (WCAG 2, 1.4.3)."""

_HEADED = frozenset(
    """title heading1 heading2 heading3 heading4 masthead-organization masthead-series
    callout-title contents-title table-head caption term""".split()  # noqa: SIM905 – a table
)
_RUNNING = frozenset({"lead", "list", "quote", "definition", "callout-text", "note", "imprint"})
"""Looks of running text, which is aligned as the body is."""
_OFFICE_ACCENTS = frozenset({"#4472C4", "#4F81BD", "#156082", "#5B9BD5", "#4874CB"})
"""The first accents of themes that programs give to every new file: nobody chose them."""
_HAN = frozenset({"zh", "ja"})


def adapted(style: Style, letterhead: Letterhead) -> Style:
    """Return a house style under the look of a company's file."""
    return _Adapter(style, letterhead).style()


def normal_look(letterhead: Letterhead, spoken: Language) -> ParagraphLook | None:
    """Return the look of the file's Normal in one language; None where it has none."""
    normal = letterhead.style("Normal")
    if normal is None:
        return None
    effect = letterhead.sheet.effect(normal.id)
    return look_of(effect, line_pitch(letterhead), latin=_is_latin(spoken.tag), family="text")


def line_pitch(letterhead: Letterhead) -> float | None:
    """Return the distance of the lines that the file sets text on, in points, if it does."""
    grid = letterhead.setup.grid
    lines = grid is not None and grid[0] in {"lines", "linesAndChars", "snapToChars"}
    return grid[1] / 20 if grid and lines else None


def _is_latin(language: str) -> bool:
    return language.partition("-")[0] == "en"


def look_of(effect: Effect, pitch: float | None, *, latin: bool, family: str) -> ParagraphLook:
    """Return what a style of the file comes to, as a look.

    ``pitch`` is that of the page's lines, in points, where text is set on them; the height
    of a line is that of the ``latin`` font or of the East Asian one.
    """
    size = min(max(effect.size, 4.0), 100.0)
    face = effect.fonts[0] if latin else effect.fonts[1]
    line = size * single_line(face, latin=latin)
    if pitch and effect.snap and effect.rule == "auto":
        line = pitch * -(-line // pitch)
    if effect.rule == "auto":
        leading = line * effect.line / 240
    elif effect.rule == "exact":
        leading = effect.line / 20
    else:
        leading = max(line, effect.line / 20)
    first = effect.first_chars / 100 or effect.first / 20 / size
    return ParagraphLook(
        family=family,
        size=size,
        leading=round(min(max(leading, size * 0.7), 300), 2),
        colour=effect.colour or BLACK,
        bold=effect.bold,
        italic=effect.italic,
        align=effect.align,
        space_before=min(effect.before / 20, 200),
        space_after=min(effect.after / 20, 200),
        indent_left=min(max(0, effect.left), 4_000) / 20,
        indent_right=min(max(0, effect.right), 4_000) / 20,
        first_line_em=min(max(0, first), 10),
        keep_with_next=effect.keep_next,
        border_top=_border(effect.top),
        border_bottom=_border(effect.bottom),
        letter_spacing=min(max(effect.letter_spacing / 20, -2), 10),
    )


def _border(line: Line | None) -> Border | None:
    return Border(width=line.width, colour=line.colour, gap=line.gap) if line else None


@dataclass(frozen=True, slots=True)
class _Bodies:
    """The body's look in one language, in the house style and under the file."""

    before: ParagraphLook
    after: ParagraphLook

    @property
    def scale(self) -> float:
        return self.after.size / self.before.size

    @property
    def lost(self) -> float:
        """The space after a paragraph that what follows one can no longer count on."""
        return max(0.0, _half(self.before.space_after * self.scale) - self.after.space_after)


class _Adapter:
    def __init__(self, style: Style, letterhead: Letterhead) -> None:
        self._style = style
        self._file = letterhead
        reference = style.reference
        self._said = reference.said if reference else frozenset()
        self._base_accent = (reference.accent if reference else None) or style.accent
        self._running_families: dict[str, Family] = {}
        self._pitch = line_pitch(letterhead)
        normal = letterhead.style("Normal")
        self._normal = letterhead.sheet.effect(normal.id) if normal else None
        heading = letterhead.style("Heading1")
        self._heading = letterhead.sheet.effect(heading.id) if heading else None
        self._own_family = (
            self._normal is not None
            and self._heading is not None
            and self._heading.fonts != self._normal.fonts
        )
        self._accent = style.accent if ("accent",) in self._said else self._find_accent()

    def style(self) -> Style:
        stationery, _ = stationery_of(self._file, self._running_family)
        looked = self._looked().printed_on(stationery)
        more = self._running_families
        return looked.model_copy(update={"families": {**looked.families, **more}} if more else {})

    def _looked(self) -> Style:
        style = self._style
        update: dict[str, Any] = {"page": self._page()}
        if self._normal is None:  # a file without styles: the house style's, on its page
            return style.model_copy(update=update)
        paragraphs = self._paragraphs()
        update |= {
            "paragraphs": paragraphs,
            "headings": self._headings(),
            "families": self._families(self._normal),
            "characters": {
                name: self._character(name, look) for name, look in style.characters.items()
            },
            "tables": {name: self._table(name, look) for name, look in style.tables.items()},
            "boxes": {name: self._box(name, look) for name, look in style.boxes.items()},
            "lists": {name: self._list(name, look) for name, look in style.lists.items()},
            "accent": self._accent,
            "rule": self._colour(style.rule),
            "heavy": None,
            "chart": style.chart.model_copy(
                update={
                    "tints": tuple(map(self._colour, style.chart.tints)),
                    "label_colour": paragraphs["body"].colour,
                }
                if ("chart",) not in self._said
                else {}
            ),
        }
        return style.model_copy(update=update)

    # ── The page ───────────────────────────────────────────────────────────

    def _page(self) -> Page:
        """Return the file's page."""
        setup, margins = self._file.setup, self._file.setup.margins
        lengths = {
            "width": setup.width,
            "height": setup.height,
            "top": abs(margins["top"]),
            "bottom": abs(margins["bottom"]),
            "left": margins["left"] + margins["gutter"],
            "right": margins["right"],
            "header": max(0, margins["header"]),
            "footer": max(0, margins["footer"]),
        }
        return Page(**{f"{name}_mm": twips * MM_PER_TWIP for name, twips in lengths.items()})

    # ── Colours and type ───────────────────────────────────────────────────

    def _find_accent(self) -> str:
        """Return the colour of headings; of black ones, the theme's, if somebody chose it."""
        heading = self._heading.colour if self._heading else None
        if heading is not None and _saturation(heading) > 0.1:
            return _readable(heading)
        themed = self._file.theme.colours.get("accent1")
        if themed is not None and themed not in _OFFICE_ACCENTS and _saturation(themed) > 0.1:
            return _readable(themed)
        return DARK

    def _colour(self, colour: str) -> str:
        """Return a colour of the house style in the file's: its accent, and what is near to it."""
        if colour == self._base_accent:
            return self._accent
        hue, light, strength = _hls(colour)
        base_hue, _, base_strength = _hls(self._base_accent)
        apart = abs(hue - base_hue)
        if min(apart, 1 - apart) > 0.08 or not base_strength:
            return colour
        own_hue, _, own_strength = _hls(self._accent)
        ratio = min(1.0, own_strength / base_strength)
        return _hex(own_hue, light, strength * ratio)

    def _families(self, normal: Effect) -> Mapping[str, Family]:
        families = dict(self._style.families)
        text = families["text"]
        families["text"] = self._family(text, normal)
        if self._own_family and self._heading is not None:
            families[HEADING] = self._family(text, self._heading)
        return families

    def _family(self, family: Family, effect: Effect) -> Family:
        """Return a family with the names of the file's fonts, and faces of their kind for PDFs."""
        pdf = dict(family.pdf)
        for language, usual in family.pdf.items() if ("families",) not in self._said else ():
            face = effect.fonts[1 if language.partition("-")[0] in _HAN else 0]
            kind = kind_of(face, self._file.fonts)
            chains = self._style.typefaces.get(kind, {}) if kind is not None else {}
            pdf[language] = chains.get(language) or chains.get("default") or usual
        return Family(docx=_names(effect, family.docx), pdf=pdf)

    def _running_family(self, effect: Effect) -> str:
        """Return the family that stands for the fonts of words in a header or footer."""
        if self._normal is None or ("families",) in self._said:
            return "text"
        kinds = [kind_of(face, self._file.fonts) for face in effect.fonts[:2]]
        usual = [kind_of(face, self._file.fonts) for face in self._normal.fonts[:2]]
        if kinds == usual:
            return "text"
        name = f"running-{kinds[0]}-{kinds[1]}"
        if name not in self._running_families:
            text = self._style.families["text"]
            pdf = self._family(text, effect).pdf
            # Word sets headers in the file's own fonts: DOCX files name no others for them.
            self._running_families[name] = Family(docx=_names(self._normal, text.docx), pdf=pdf)
        return name

    # ── Paragraphs ─────────────────────────────────────────────────────────

    def _paragraphs(self) -> dict[str, ParagraphLook]:
        found: dict[str, ParagraphLook] = {}
        keys = {key.partition("@")[0] for key in self._style.paragraphs}
        for language in ("", "en"):
            suffix = f"@{language}" if language else ""
            bodies = self._bodies(language)
            for key in sorted(keys):
                if ("paragraphs", key + suffix) in self._said:
                    found[key + suffix] = self._style.paragraphs[key + suffix]
                    continue
                look = self._given(key, language)
                if look is None:
                    look = self._derived(key, language, bodies)
                found[key + suffix] = look
            self._fill_headings(found, suffix)
        return found

    def _given(self, key: str, language: str) -> ParagraphLook | None:
        """Return the look of the file's own style, or None."""
        kind, identifier = KEYS.get(key, ("", ""))
        style = self._file.style(identifier) if kind == "paragraph" else None
        if style is None:
            return None
        effect = self._file.sheet.effect(style.id)
        family = HEADING if self._own_family and self._is_headed(effect) else "text"
        look = look_of(effect, self._pitch, latin=_is_latin(language), family=family)
        if identifier in KEPT and not self._file.sheet.says(style.id, "keepNext"):
            return look.model_copy(update={"keep_with_next": True})
        return look

    def _is_headed(self, effect: Effect) -> bool:
        return self._heading is not None and effect.fonts == self._heading.fonts

    def _bodies(self, language: str) -> _Bodies:
        before = self._style.paragraph("body", language)
        after = self._given("body", language)
        if after is None:
            assert self._normal is not None
            after = look_of(self._normal, self._pitch, latin=_is_latin(language), family="text")
            if not (after.space_before or after.space_after or after.first_line_em):
                # Nothing would tell where a paragraph begins.
                scale = after.size / before.size
                after = after.model_copy(update={"space_after": _half(before.space_after * scale)})
        return _Bodies(before, after)

    def _derived(self, key: str, language: str, bodies: _Bodies) -> ParagraphLook:
        """Return a look of the house style in the file's sizes, type and colours."""
        look = self._style.paragraph(key, language)
        if key == "body":
            return bodies.after
        scale, before, after = bodies.scale, bodies.before, bodies.after
        plain = (look.size, look.leading) == (before.size, before.leading)
        size = after.size if plain else max(min(SMALL, look.size), _half(look.size * scale))
        update: dict[str, Any] = {
            "family": HEADING if key in _HEADED and self._own_family else "text",
            "size": size,
            "leading": after.leading if plain else round(look.leading * size / look.size, 2),
            "colour": after.colour if look.colour == before.colour else self._colour(look.colour),
            "align": after.align if plain or key in _RUNNING else look.align,
            "first_line_em": after.first_line_em if key == "lead" else 0.0,
            "letter_spacing": 0.0,
            **{
                name: _half(getattr(look, name) * scale)
                for name in ("space_before", "space_after", "indent_left", "indent_right")
            },
            **{
                name: border.model_copy(update={"colour": self._colour(border.colour)})
                for name in ("border_top", "border_bottom")
                if (border := getattr(look, name)) is not None
            },
        }
        if key == "title" and self._heading is not None:
            update["size"] = max(size, _half(self._heading.size * 1.25))
            update["leading"] = round(update["size"] * 1.25, 2)
            update["colour"] = self._heading.colour or BLACK
        if key in {"note", "caption"}:
            update["space_before"] = max(update["space_before"], bodies.lost)
        if key in {"table-head", "callout-title"}:
            update["colour"] = self._head_ink() if key == "table-head" else self._accent
        return look.model_copy(update=update)

    def _fill_headings(self, found: dict[str, ParagraphLook], suffix: str) -> None:
        """Let a level of headings that the file lacks follow from the one above it."""
        for level in range(2, 5):
            key, above = f"heading{level}{suffix}", found[f"heading{level - 1}{suffix}"]
            known = self._file.style(f"Heading{level}") is not None
            if known or ("paragraphs", key) in self._said or self._heading is None:
                continue
            size = max(found[f"body{suffix}"].size, _half(above.size * 0.88))
            ratio = size / above.size
            found[key] = above.model_copy(
                update={
                    "size": size,
                    "leading": round(above.leading * ratio, 2),
                    "space_before": _half(above.space_before * 0.8),
                    "space_after": _half(above.space_after * 0.8),
                    "border_top": None,
                    "border_bottom": None,
                }
            )

    # ── Numbers ────────────────────────────────────────────────────────────

    def _headings(self) -> dict[int, HeadingNumber]:
        """Return the numbers of headings: the file's own, where they can be printed by us."""
        found = dict(self._style.headings)
        for level in range(1, 5):
            own = self._file.levels.get(f"Heading{level}")
            if own is None or own.format is None:
                continue
            base = found.get(level)
            found[level] = HeadingNumber(
                format=own.format,
                restart=base.restart if base else True,
                always=True,
                run_in=own.run_in,
                reference=(base.reference or "{n}") if base else None,
            )
        return found

    def _list(self, name: str, look: ListLook) -> ListLook:
        key = name.partition("@")[0]
        if ("lists", name) in self._said:
            return look
        bodies = self._bodies("en" if name.endswith("@en") else "")
        update: dict[str, Any] = {
            measure: _half(getattr(look, measure) * bodies.scale)
            for measure in ("indent", "marker_width", "item_space")
        }
        if look.marker_colour is not None:
            update["marker_colour"] = self._colour(look.marker_colour)
        level = self._file.levels.get({"bullet": "ListBullet", "plain": "ListNumber"}.get(key, ""))
        if level is not None and level.format is not None:
            update |= _as_list(level, look)
        return look.model_copy(update=update)

    # ── Characters, tables, boxes ──────────────────────────────────────────

    def _character(self, name: str, look: CharacterLook) -> CharacterLook:
        if ("characters", name) in self._said:
            return look
        kind, identifier = KEYS.get(name, ("", ""))
        style = self._file.style(identifier) if kind == "character" else None
        if style is None:
            return look.model_copy(
                update={"colour": self._colour(look.colour)} if look.colour else {}
            )
        effect = self._file.sheet.effect(style.id)
        return look.model_copy(
            update={
                "colour": effect.colour or look.colour,
                "bold": effect.bold or None,
                "italic": effect.italic or None,
                "underline": effect.underline,
            }
        )

    def _table(self, name: str, look: TableLook) -> TableLook:
        if name == "closing" or ("tables", name) in self._said:
            return look
        update: dict[str, Any] = {}
        if self._file.matches.table is not None:
            update = self._table_of_file()
        else:
            for key in ("head_fill", "band_fill"):
                fill = getattr(look, key)
                update[key] = self._colour(fill) if fill else None
            for key in ("rule_top", "rule_head", "rule_row", "rule_bottom"):
                rule = getattr(look, key)
                if rule is not None:
                    update[key] = rule.model_copy(update={"colour": self._colour(rule.colour)})
        return look.model_copy(update=update)

    def _table_of_file(self) -> dict[str, Any]:
        """Return what the style of the file's tables says of fills and rules."""
        sheet, theme = self._file.sheet, self._file.theme
        found: dict[str, Any] = dict.fromkeys(
            ("head_fill", "band_fill", "rule_top", "rule_head", "rule_row", "rule_bottom")
        )
        for style in reversed(list(sheet.chain(self._file.matches.table or ""))):
            for border in style.element.iterfind(f"{W}tblPr/{W}tblBorders/*"):
                side = {"top": "rule_top", "bottom": "rule_bottom", "insideH": "rule_row"}.get(
                    str(border.tag)[len(W) :]
                )
                if side is not None:
                    found[side] = _border(line_of(border, theme))
            for edge in style.element.iterfind(f"{W}tblPr/{W}tblCellMar/*"):
                padding = {"left": "padding_x", "top": "padding_y"}.get(str(edge.tag)[len(W) :])
                width = measure(value(edge, "w"))
                if padding is not None and width is not None:
                    found[padding] = min(max(width, 0), 400) / 20
            for part in style.element.iterchildren(W + "tblStylePr"):
                fills = {
                    "firstRow": "head_fill",
                    "band1Horz": "band_fill",
                    "band2Horz": "band_fill",
                }
                fill = part.find(f"{W}tcPr/{W}shd")
                colour = colour_of(fill, theme, "fill") if fill is not None else None
                if value(part, "type") in fills and colour is not None:
                    found[fills[value(part, "type")]] = colour
        return found

    def _head_ink(self) -> str:
        """Return the colour of words in a table's head."""
        theme = self._file.theme
        for style in self._file.sheet.chain(self._file.matches.table or ""):
            for part in style.element.iterchildren(W + "tblStylePr"):
                own = part.find(f"{W}rPr/{W}color")
                colour = colour_of(own, theme) if own is not None else None
                if value(part, "type") == "firstRow" and colour is not None:
                    return colour
        fill = self._table("summary", self._style.tables["summary"]).head_fill
        return ink_on(fill) if fill else self._accent

    def _box(self, name: str, look: BoxLook) -> BoxLook:
        if ("boxes", name) in self._said:
            return look
        update: dict[str, Any] = {
            "fill": self._colour(look.fill),
            "space_before": look.space_before + self._bodies("").lost,
        }
        if look.bar is not None:
            update["bar"] = self._colour(look.bar)
        if look.rule is not None:
            update["rule"] = look.rule.model_copy(update={"colour": self._colour(look.rule.colour)})
        return look.model_copy(update=update)


def _as_list(level: Level, look: ListLook) -> dict[str, Any]:
    update: dict[str, Any] = {"format": level.format, "run_in": False}
    if level.hanging >= 80 and level.left >= level.hanging:
        update["marker_width"] = level.hanging / 20
        update["indent"] = (level.left - level.hanging) / 20
    elif look.run_in:
        update |= {"marker_width": 18.0, "indent": 0.0}
    return update


def _names(effect: Effect, instead: FontNames) -> FontNames:
    latin, east_asian, complex_ = effect.fonts
    return FontNames(
        ascii=latin or instead.ascii,
        east_asian=east_asian or instead.east_asian,
        complex=complex_ or latin or instead.complex,
        alternatives=instead.alternatives,
    )


def _half(points: float) -> float:
    """Return a length or size in whole halves of a point."""
    return round(points * 2) / 2


def _hls(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return colorsys.rgb_to_hls(red, green, blue)


def _hex(hue: float, light: float, strength: float) -> str:
    channels = colorsys.hls_to_rgb(hue, light, strength)
    return "#" + "".join(f"{round(channel * 255):02X}" for channel in channels)


def _saturation(colour: str) -> float:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return max(red, green, blue) - min(red, green, blue)


def _readable(colour: str) -> str:
    """Return a colour, darkened until small type in it reads well on white."""
    hue, light, strength = _hls(colour)
    while contrast(colour, "#FFFFFF") < TEXT_CONTRAST and light > 0:
        light -= 0.02
        colour = _hex(hue, max(0.0, light), strength)
    return colour
