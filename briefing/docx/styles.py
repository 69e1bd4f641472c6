"""The style part: every style that a document may use, from the house style."""

from __future__ import annotations

from math import floor

from briefing.docx.catalogue import (
    CHARACTER_STYLES,
    LIST_NAMES,
    PARAGRAPH_STYLES,
    ParagraphStyle,
    box_style,
    table_style,
)
from briefing.docx.languages import Language
from briefing.docx.looks import (
    colour,
    line,
    paragraph_properties,
    run_fonts,
    run_properties,
    text_look,
)
from briefing.docx.numbering import (
    BASE_NUMBERS,
    LIST_STYLES,
    heading_hanging,
    heading_list,
    list_indent,
)
from briefing.docx.wml import twips
from briefing.docx.xml import Element, add, root
from briefing.style.model import BoxLook, CharacterLook, ParagraphLook, Style, TableLook

__all__ = ["BUILT_IN", "StyleSheet"]

# Latent styles of Word 2013 and later; those that are not defined here stay hidden.
_LATENT = {
    "defLockedState": "0",
    "defUIPriority": "99",
    "defSemiHidden": "1",
    "defUnhideWhenUsed": "1",
    "defQFormat": "0",
    "count": "376",
}


class StyleSheet:
    """The styles of one house style in one language.

    ``element`` is the ``w:styles`` root, ``entries`` its styles by their ids.  ``indents`` and ``spaces`` tell, by
    style id and in twips, where a style's text begins and how much space it
    puts before itself.
    """

    def __init__(
        self,
        style: Style,
        language: Language,
        text_width: int,
        normal: ParagraphLook | None = None,
    ) -> None:
        """Write the styles; ``text_width`` in twips is where right tab stops stand.

        ``normal`` is the look of a company's own Normal, on which they are to rest.
        """
        self._style = style
        self._language = language
        self._text_width = text_width
        self._spacing = _grid_spacing(style, language.tag)
        self._heavy = style.heavy if language.script == "east-asian" else None
        self.indents: dict[str, int] = {}
        self.spaces: dict[str, int] = {}
        self.element = root("w:styles")
        self.entries: dict[str, Element] = {}
        body = self._look("body")
        self._base = normal or body.model_copy(
            update={"align": "left", "space_before": 0, "space_after": 0, "first_line_em": 0}
        )
        self._defaults()
        self._fixed()
        for entry in PARAGRAPH_STYLES:
            self._paragraph(entry)
        self._formal()
        self._lists()
        self._helpers()
        self._characters()
        for role, table in style.tables.items():
            self._table(role, table)
        for role, box in style.boxes.items():
            self._box(role, box)

    def _look(self, name: str) -> ParagraphLook:
        look = self._style.paragraph(name, self._language.tag.split("-", maxsplit=1)[0])
        return look.model_copy(update={"letter_spacing": self._spacing}) if look.on_grid else look

    # ── What every document has ────────────────────────────────────────────

    def _defaults(self) -> None:
        defaults = add(self.element, "w:docDefaults")
        run = add(add(defaults, "w:rPrDefault"), "w:rPr")
        run_fonts(run, self._style.families["text"].docx)
        size = str(round(self._base.size * 2))
        add(run, "w:sz", val=size)
        add(run, "w:szCs", val=size)
        add(run, "w:lang", **self._language.slots())
        paragraph = add(add(defaults, "w:pPrDefault"), "w:pPr")
        # Line breaking and spacing of Chinese text (chapters 17.3.1.16, .21, .2, .3).
        for name in ("kinsoku", "overflowPunct", "autoSpaceDE", "autoSpaceDN"):
            add(paragraph, f"w:{name}")
        add(self.element, "w:latentStyles", **_LATENT)

    def _fixed(self) -> None:
        normal = self._new("paragraph", "Normal", "Normal", default=True, priority=0, shown=True)
        paragraph_properties(normal, self._base, None)
        text_look(normal, self._base, None)
        font = self._new("character", "DefaultParagraphFont", "Default Paragraph Font", True, 1)
        add(font, "w:semiHidden")
        add(font, "w:unhideWhenUsed")
        table = self._new("table", "TableNormal", "Normal Table", True, 99)
        add(table, "w:semiHidden")
        add(table, "w:unhideWhenUsed")
        properties = add(table, "w:tblPr")
        add(properties, "w:tblInd", w="0", type="dxa")
        _margins(properties, 5.4, 0, 0)  # what Word gives to tables that people insert
        numbers = self._new("numbering", "NoList", "No List", True, 99)
        add(numbers, "w:semiHidden")
        add(numbers, "w:unhideWhenUsed")

    def _new(
        self,
        kind: str,
        identifier: str,
        name: str,
        default: bool = False,
        priority: int = 99,
        *,
        based_on: str | None = None,
        following: str | None = None,
        shown: bool = False,
        custom: bool = False,
    ) -> Element:
        element = self.entries[identifier] = add(self.element, "w:style", type=kind)
        if default:
            element.set("w:default", "1")
        if custom:
            element.set("w:customStyle", "1")
        element.set("w:styleId", identifier)
        add(element, "w:name", val=name)
        if based_on:
            add(element, "w:basedOn", val=based_on)
        if following:
            add(element, "w:next", val=following)
        add(element, "w:uiPriority", val=str(priority))
        if shown:
            add(element, "w:qFormat")
        return element

    # ── Paragraphs ─────────────────────────────────────────────────────────

    def _paragraph(self, entry: ParagraphStyle) -> None:
        look = self._look(entry.look)
        if entry.align is not None:
            look = look.model_copy(update={"align": entry.align})
        if entry.plain:
            look = look.model_copy(update={"border_top": None, "border_bottom": None})
        if entry.keep:
            look = look.model_copy(update={"keep_with_next": True})
        if entry.bold:
            look = look.model_copy(update={"bold": True})
        numbering = None
        hanging = 0
        level = entry.outline
        if level is not None and (numbers := self._style.headings.get(level + 1)):
            numbering = (heading_list(self._style, level + 1), level)
            hanging = heading_hanging(numbers, self._style.paragraphs[entry.look].size)
            look = look.model_copy(update={"indent_left": hanging / 20})
        tabs = {
            None: (),
            "right": (("right", "none", self._text_width),),
            "leader": (("right", "dot", self._text_width),),
        }[entry.tabs]
        self._styled(entry, look, numbering, hanging, tabs)

    def _formal(self) -> None:
        """Write the styles that only a stacked masthead, a closing block and outer numbers need."""
        if self._style.masthead == "stacked":
            self._paragraph(
                ParagraphStyle(
                    "MastheadClassification", "Masthead Classification", "classification"
                )
            )
        if self._style.closing:
            for suffix, words, align in (("", "", None), ("Right", " Right", "right")):
                self._paragraph(
                    ParagraphStyle(
                        f"Closing{suffix}", f"Closing Block{words}", "closing", align=align
                    )
                )
        running = self._style.running
        if running.page_number == "outside":
            look = self._look("footer")
            inset = look.size * running.inset_em
            for identifier, name, side in (
                ("PageNumberOdd", "Page Number Odd", {"align": "right", "indent_right": inset}),
                ("PageNumberEven", "Page Number Even", {"align": "left", "indent_left": inset}),
            ):
                self._styled(
                    ParagraphStyle(identifier, name, "footer", priority=60),
                    look.model_copy(update=side),
                )

    def _weighed(self, look: ParagraphLook) -> ParagraphLook:
        """Return a look in which a heavier face stands for bold, where the style says so."""
        if not look.bold or not self._heavy:
            return look
        return look.model_copy(update={"bold": False, "family": self._heavy})

    def _styled(
        self,
        entry: ParagraphStyle,
        look: ParagraphLook,
        numbering: tuple[int, int] | None = None,
        hanging: int = 0,
        tabs: tuple[tuple[str, str, int], ...] = (),
    ) -> None:
        look = self._weighed(look)
        element = self._new(
            "paragraph",
            entry.id,
            entry.name,
            False,
            entry.priority,
            based_on="Normal",
            following=entry.following,
            shown=entry.shown,
            custom=entry.name not in BUILT_IN,
        )
        paragraph_properties(
            element,
            look,
            self._base,
            numbering=numbering,
            hanging=hanging,
            tabs=tabs,
            outline=entry.outline,
        )
        fonts = None if look.family == "text" else self._style.families[look.family].docx
        text_look(element, look, self._base, fonts)
        self.indents[entry.id] = twips(look.indent_left)
        self.spaces[entry.id] = twips(look.space_before)

    def _lists(self) -> None:
        """Write the items of each kind of list, and the paragraphs that go on in them."""
        for kind, styles in LIST_STYLES.items():
            look = self._look("list")
            own = self._style.lists[kind]
            space = max(look.space_after, own.item_space)
            update: dict[str, float] = {"space_after": space}
            if kind == "recommendations":
                # The ask and what belongs to it stand close; asks stand apart.
                update = {"space_before": own.item_space, "space_after": 2}
                if own.run_in:
                    update = {}
            for level, identifier in enumerate(styles):
                name = LIST_NAMES[kind] + (f" {level + 1}" if level else "")
                indent = list_indent(own, level)
                self._styled(
                    ParagraphStyle(identifier, name, "list", priority=15, shown=level == 0),
                    look.model_copy(update=update | {"indent_left": indent / 20}),
                    (BASE_NUMBERS[kind], level),
                    twips(own.marker_width),
                )
        look = self._look("list")
        for level in range(3):
            self._styled(
                ParagraphStyle(
                    f"ListContinue{level + 1 if level else ''}",
                    f"List Continue{f' {level + 1}' if level else ''}",
                    "list",
                    priority=16,
                ),
                look.model_copy(
                    update={"indent_left": list_indent(self._style.lists["bullet"], level) / 20}
                ),
            )
        inset = list_indent(self._style.lists["recommendations"], 0) / 20
        for identifier, name, key in (
            ("RecommendationText", "Recommendation Text", "list"),
            ("RecommendationFacts", "Recommendation Facts", "meta"),
            ("RecommendationRemark", "Recommendation Remark", "note"),
        ):
            look = self._look(key)
            update = {"indent_left": inset, "space_before": 0, "space_after": 2}
            if self._style.lists["recommendations"].run_in:
                update = {}  # a paragraph like the others: nothing stands in before it
            self._styled(
                ParagraphStyle(identifier, name, key, priority=17),
                look.model_copy(update=update),
            )

    def _helpers(self) -> None:
        """Write the few styles that have no look of their own."""
        size = self._base.size
        facts = self._look("meta").model_copy(
            update={
                "size": self._look("table-text").size,
                "leading": self._look("table-text").leading,
                "space_after": 0,
            }
        )
        self._styled(ParagraphStyle("TableFacts", "Table Facts", "meta", priority=42), facts)
        chart = self._base.model_copy(
            update={
                "leading": 12,
                "space_before": 0,
                "space_after": 10,
                "indent_left": 0,
                "first_line_em": 0,
                "align": "left",
            }
        )
        self._styled(ParagraphStyle("Picture", "Picture", "body", "BodyText"), chart)
        rule = self._base.model_copy(update={"space_before": size, "space_after": size})
        element = self._new(
            "paragraph",
            "Rule",
            "Rule",
            False,
            50,
            based_on="Normal",
            following="BodyText",
            custom=True,
        )
        properties = add(element, "w:pPr")
        add(properties, "w:keepNext")
        borders = add(properties, "w:pBdr")
        add(
            borders,
            "w:bottom",
            val="single",
            sz="4",
            space="0",
            color=colour(self._style.rule),
        )
        if self._spacing:
            add(properties, "w:snapToGrid", val="0")
        add(
            properties,
            "w:spacing",
            before=str(twips(rule.space_before)),
            after=str(twips(rule.space_after)),
            line="20",
            lineRule="exact",
        )
        self.spaces["Rule"] = twips(rule.space_before)
        # Between two tables, and after one that ends a cell, Word wants a paragraph.
        spacer = self._new(
            "paragraph", "Spacer", "Table Spacer", False, 90, based_on="Normal", custom=True
        )
        properties = add(spacer, "w:pPr")
        if self._spacing:
            add(properties, "w:snapToGrid", val="0")
        # Only a company's Normal has space of its own.
        apart = self._base.space_before or self._base.space_after
        space = {"before": "0", "after": "0"} if apart else {}
        add(properties, "w:spacing", **space, line="20", lineRule="exact")
        run = add(spacer, "w:rPr")
        add(run, "w:sz", val="2")
        add(run, "w:szCs", val="2")

    # ── Characters ─────────────────────────────────────────────────────────

    def _characters(self) -> None:
        families = self._style.families
        for role, (identifier, name) in CHARACTER_STYLES.items():
            look = self._style.characters.get(role, CharacterLook())
            element = self._new(
                "character",
                identifier,
                name,
                False,
                20,
                based_on="DefaultParagraphFont",
                shown=role in {"strong", "emphasis"},
                custom=name not in BUILT_IN,
            )
            fonts = families["mono"].docx if role == "code" and "mono" in families else None
            look = self.character_look(role, look)
            if look.bold and self._heavy:
                look = look.model_copy(update={"bold": None})
                fonts = families[self._heavy].docx
            run_properties(element, look, size=self._base.size, fonts=fonts)
        element = self._new(
            "character",
            "FootnoteReference",
            "footnote reference",
            False,
            21,
            based_on="DefaultParagraphFont",
        )
        add(add(element, "w:rPr"), "w:vertAlign", val="superscript")

    def character_look(self, role: str, look: CharacterLook) -> CharacterLook:
        """Return the look of a kind of characters in this language.

        Chinese has no italic: stress is a heavier face.  A classification
        stands in a line with other words, in its own colour.
        """
        if role == "classification":
            mark = self._look("classification")
            return CharacterLook(bold=mark.bold, colour=mark.colour)
        if role == "emphasis" and look.italic and self._language.script == "east-asian":
            return look.model_copy(update={"italic": None, "bold": True})
        return look

    # ── Tables and boxes ───────────────────────────────────────────────────

    def _table(self, role: str, look: TableLook) -> None:
        identifier, name = table_style(role)
        element = self._new(
            "table", identifier, name, False, 70, based_on="TableNormal", custom=True
        )
        properties = add(element, "w:tblPr")
        add(properties, "w:tblStyleRowBandSize", val="1")
        borders = add(properties, "w:tblBorders")
        for side, border in (
            ("top", look.rule_top),
            ("bottom", look.rule_bottom or look.rule_row),
            ("insideH", look.rule_row),
        ):
            if border:
                line(borders, f"w:{side}", border)
        if not len(borders):
            properties.remove(borders)
        _margins(properties, look.padding_x, look.padding_y, look.padding_y)
        head = add(element, "w:tblStylePr", type="firstRow")
        if look.head_fill or look.rule_head:
            cell = add(head, "w:tcPr")
            if look.rule_head:
                line(add(cell, "w:tcBorders"), "w:bottom", look.rule_head)
            if look.head_fill:
                _fill(cell, look.head_fill)
        if look.band_fill:
            band = add(element, "w:tblStylePr", type="band2Horz")
            _fill(add(band, "w:tcPr"), look.band_fill)

    def _box(self, role: str, look: BoxLook) -> None:
        identifier, name = box_style(role)
        element = self._new(
            "table", identifier, name, False, 71, based_on="TableNormal", custom=True
        )
        properties = add(element, "w:tblPr")
        borders = add(properties, "w:tblBorders") if look.bar or look.rule else None
        if look.rule and borders is not None:
            line(borders, "w:top", look.rule)
        if look.bar and borders is not None:
            add(
                borders,
                "w:left",
                val="single",
                sz=str(min(96, round(look.bar_width * 8))),
                space="0",
                color=colour(look.bar),
            )
        if look.rule and borders is not None:
            line(borders, "w:bottom", look.rule)
        # The last paragraph inside brings its own space.
        below = max(0, look.padding_y - self._look("callout-text").space_after)
        _margins(properties, look.padding_x, look.padding_y, below)
        _fill(add(element, "w:tcPr"), look.fill)


def _grid_spacing(style: Style, language: str) -> float:
    """Return by how much type on the page's grid is spaced, in points.

    Whole twips, rounded down, so that the grid's characters do fill a line.  The
    section's own character grid would do in Word, but LibreOffice gives two cells
    to a character that is a hair wider than one.
    """
    pitch = style.pitch(language)
    if pitch is None:
        return 0.0
    return floor((pitch - style.paragraph("body", language).size) * 20) / 20


def _margins(parent: Element, x: float, top: float, bottom: float) -> None:
    margins = add(parent, "w:tblCellMar")
    for side, points in (("top", top), ("left", x), ("bottom", bottom), ("right", x)):
        add(margins, f"w:{side}", w=str(twips(points)), type="dxa")


def _fill(parent: Element, fill: str) -> None:
    add(parent, "w:shd", val="clear", color="auto", fill=colour(fill))


# Names that Word reserves; the rest are custom styles.
BUILT_IN = frozenset(
    {
        "Body Text",
        "Title",
        "Subtitle",
        "heading 1",
        "heading 2",
        "heading 3",
        "heading 4",
        "Quote",
        "caption",
        "TOC Heading",
        "toc 1",
        "toc 2",
        "toc 3",
        "header",
        "footer",
        "footnote text",
        "List Bullet",
        "List Bullet 2",
        "List Bullet 3",
        "List Number",
        "List Number 2",
        "List Number 3",
        "List Continue",
        "List Continue 2",
        "List Continue 3",
        "Strong",
        "Emphasis",
        "Hyperlink",
    }
)
