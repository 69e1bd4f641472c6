"""The parts of a brief in a company's look: its styles with ours among them, and what they use.

A style that the file has keeps its look and takes our id (``Heading1``); one that the
house style names, and that has a name of its own, has ours rest on it.  So a body is
written the same way whatever the file calls its styles, and the names by which Word,
WPS and LibreOffice know them (``heading 1``) stand in every brief.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field

from briefing.docx.catalogue import PARAGRAPH_NAMES, table_style
from briefing.docx.languages import Language
from briefing.docx.numbering import (
    BASE_NUMBERS,
    LIST_STYLES,
    NUMBERING_STYLES,
    definitions,
    heading_list,
)
from briefing.docx.opening import Element
from briefing.docx.read.names import normalized
from briefing.docx.reference.letterhead import Letterhead
from briefing.docx.reference.markup import W, is_level, number, plain_tree, value
from briefing.docx.reference.names import (
    CHARACTERS,
    DEFAULTS,
    IN_TABLES,
    KEPT,
    TABLES,
)
from briefing.docx.reference.order import RANKS
from briefing.docx.reference.sheet import FileStyle
from briefing.docx.styles import BUILT_IN, StyleSheet
from briefing.docx.wml import twips
from briefing.docx.xml import Element as Markup
from briefing.docx.xml import add, root, serialize
from briefing.style.model import Style

__all__ = ["Merged", "merge"]

_NAMES: Mapping[str, str] = {
    **PARAGRAPH_NAMES,
    **CHARACTERS,
    **TABLES,
    **dict(DEFAULTS.values()),
    **dict(NUMBERING_STYLES.values()),
}
_SHOWN = frozenset(W + name for name in ("hidden", "semiHidden", "unhideWhenUsed"))


@dataclass(frozen=True, slots=True)
class Merged:
    """What a house style in a company's look comes to, for one language.

    ``numbering`` is the markup inside ``w:numbering``, with ``lists`` lists; ``indents``
    and ``spaces`` are as in :class:`briefing.docx.styles.StyleSheet`.
    """

    styles: bytes
    numbering: str
    lists: int
    indents: Mapping[str, int]
    spaces: Mapping[str, int]


def merge(
    letterhead: Letterhead, sheet: StyleSheet, style: Style, spoken: Language, width: int
) -> Merged:
    """Return the styles and lists of ``letterhead`` with those of ``sheet`` that it lacks.

    ``width`` is that of the text, in twips.
    """
    return _Merger(letterhead, sheet, style, spoken, width).merged()


@dataclass(slots=True)
class _Carried:
    """Lists of the file that its own styles use, under numbers of their own."""

    first: int
    lists: dict[str, int] = field(default_factory=dict)
    definitions: dict[str, int] = field(default_factory=dict)

    def list(self, identifier: str, definition: str) -> str:
        self.definitions.setdefault(definition, 100 + len(self.definitions))
        return str(self.lists.setdefault(identifier, self.first + len(self.lists)))


class _Merger:
    def __init__(
        self, letterhead: Letterhead, sheet: StyleSheet, style: Style, spoken: Language, width: int
    ) -> None:
        self._file = letterhead
        self._ours = sheet
        self._style = style
        self._spoken = spoken
        self._width = width
        given = {
            identifier: level.markup(_ilvl(identifier), identifier)
            for identifier, level in letterhead.levels.items()
            if level.format is not None and self._takes_level(identifier)
        }
        base = definitions(style, spoken.tag, given)
        self._definitions = [one for one in base.parts if _is(one, "w:abstractNum")]
        self._nums = [one for one in base.parts if _is(one, "w:num")]
        self._carried = _Carried(len(self._nums) + 1)
        self._indents = dict(sheet.indents)
        self._spaces = dict(sheet.spaces)

    def _takes_level(self, identifier: str) -> bool:
        if identifier.startswith("Heading"):
            own = self._style.headings.get(int(identifier[7:]))
            level = self._file.levels[identifier]
            return own is not None and own.format == level.format
        return True

    def merged(self) -> Merged:
        file = self._file
        element = root("w:styles")
        defaults = file.sheet.doc_defaults
        if file.sheet.styles:
            self._defaults(element, defaults)
        else:
            self._keep(element, "w:docDefaults")
        if file.sheet.latent is not None:
            element.append(plain_tree(file.sheet.latent, "w"))
        else:
            self._keep(element, "w:latentStyles")
        ours = {theirs: own for own, theirs in file.matches.same.items()}
        taken = self._taken_names()
        for theirs in file.sheet.styles.values():
            element.append(self._theirs(theirs, ours.get(theirs.id), taken))
        for identifier, entry in self._ours.entries.items():
            if identifier in file.matches.same:
                continue
            under = file.matches.under.get(identifier)
            if identifier in IN_TABLES and file.matches.table is not None:
                under = under or file.matches.table
            element.append(self._resting(identifier, under) if under else entry)
        numbering = "".join(
            [
                *map(str, self._definitions),
                *self._carried_definitions(),
                *map(str, self._nums),
                *self._carried_lists(),
            ]
        )
        lists = self._carried.first - 1 + len(self._carried.lists)
        return Merged(serialize(element), numbering, lists, self._indents, self._spaces)

    def _keep(self, element: Markup, name: str) -> None:
        for part in self._ours.element.parts:
            if _is(part, name):
                element.append(part)

    def _defaults(self, element: Markup, defaults: Element | None) -> None:
        """Write the file's defaults, in the brief's own language."""
        own = deepcopy(defaults) if defaults is not None else None
        slots = self._spoken.slots()
        found = own.find(f"{W}rPrDefault/{W}rPr/{W}lang") if own is not None else None
        if own is None or found is None:
            if own is not None:
                element.append(plain_tree(own, "w"))
            return
        for slot, name in slots.items():
            theirs = value(found, slot)
            if theirs.partition("-")[0] != name.partition("-")[0]:
                found.set(W + slot, name)
        element.append(plain_tree(own, "w"))

    def _taken_names(self) -> set[str]:
        """Return the names, as names are compared, that styles of ours have."""
        return {normalized(_NAMES[one]) for one in (*self._ours.entries, *self._file.matches.same)}

    # ── The file's own styles ──────────────────────────────────────────────

    def _theirs(self, style: FileStyle, ours: str | None, taken: set[str]) -> str:
        """Return a style of the file, under the id and, where it is one of ours, the name of ours."""
        own = deepcopy(style.element)
        names = self._file.names
        own.set(W + "styleId", names[style.id])
        own.set(W + "type", style.kind)
        default = self._file.sheet.defaults.get(style.kind) == style.id
        _attribute(own, "default", "1" if default else None)
        label = own.find(W + "name")
        if label is None:
            label = own.makeelement(W + "name")
            own.insert(0, label)
        if ours is not None:
            label.set(W + "val", _NAMES[ours])
            if ours in DEFAULTS or _built_in(_NAMES[ours]):
                _attribute(own, "customStyle", None)
            for child in [one for one in own if one.tag in _SHOWN and not default]:
                own.remove(child)
        else:
            name = style.name
            while normalized(name) in taken:
                name = f"{name} (letterhead)"
                _attribute(own, "customStyle", "1")
            taken.add(normalized(name))
            label.set(W + "val", name)
        _without(own, "aliases")
        for part in ("basedOn", "next", "link"):
            for other in list(own.iterchildren(W + part)):
                target = self._file.sheet.styles.get(value(other))
                fits = target is not None and (
                    target.kind != style.kind if part == "link" else target.kind == style.kind
                )
                if not fits or (part == "basedOn" and self._in_circle(style)):
                    own.remove(other)
                else:
                    other.set(W + "val", names[value(other)])
        self._number(own, ours)
        if ours is not None:
            self._complete(own, ours)
            self._measure(ours, style)
        return plain_tree(own, "w")

    def _in_circle(self, style: FileStyle) -> bool:
        """Whether what a style rests on leads back to it."""
        seen: set[str] = set()
        other: FileStyle | None = style
        while other is not None and other.id not in seen:
            seen.add(other.id)
            other = self._file.sheet.styles.get(other.based_on)
        return other is not None and other.id == style.id

    def _number(self, own: Element, ours: str | None) -> None:
        """Let a style be numbered by lists that stand in what is written."""
        properties = own.find(W + "pPr")
        mark = properties.find(W + "numPr") if properties is not None else None
        if ours is not None and _our_list(ours):
            return  # what numbers it is ours: see _complete
        if mark is None:
            return
        target = mark.find(W + "numId")
        identifier = value(target)
        if target is None or identifier == "0":
            return
        definition = self._file.lists.definition(identifier)
        if definition is None:
            assert properties is not None
            properties.remove(mark)
            return
        target.set(W + "val", self._carried.list(identifier, value(definition, "abstractNumId")))
        if not is_level(value(mark.find(W + "ilvl"))):
            _without(mark, "ilvl")

    def _complete(self, own: Element, ours: str) -> None:
        """Add to a style of the file what a brief needs of it: its number, outline, tab stops."""
        outline = number(ours[7:]) if ours.startswith("Heading") and ours[7:].isdigit() else None
        if _our_list(ours):
            _set(own, "numPr", self._number_of(ours))
        if outline is not None and own.find(f"{W}pPr/{W}outlineLvl") is None:
            _set(own, "outlineLvl", (("w:outlineLvl", str(outline - 1)),))
        theirs = self._file.style(ours)
        if ours in KEPT and theirs is not None and not self._file.sheet.says(theirs.id, "keepNext"):
            _set(own, "keepNext", ())
        if ours in {"TOC1", "TOC2", "TOC3"}:
            self._leader(own, ours)

    def _number_of(self, ours: str) -> tuple[tuple[str, str], ...] | None:
        """Return what numbers the paragraphs of one of our styles; None: nothing, and none inherited."""
        found = _list_of(self._style, ours)
        if found is not None:
            return (("w:ilvl", str(found[1])), ("w:numId", str(found[0])))
        style = self._file.style(ours)
        inherits = style is not None and any(
            one.element.find(f"{W}pPr/{W}numPr") is not None
            for one in self._file.sheet.chain(style.id)
        )
        return (("w:ilvl", "0"), ("w:numId", "0")) if inherits else None

    def _leader(self, own: Element, ours: str) -> None:
        """Give entries of the contents the tab stop at which their page numbers stand."""
        theirs = self._file.style(ours)
        stops = self._file.sheet.effect(theirs.id).tabs if theirs is not None else ()
        if any(kind == "right" and abs(at - self._width) < 120 for at, kind in stops):
            return
        properties = _properties(own)
        _without(properties, "tabs")
        tabs = properties.makeelement(W + "tabs")
        for at, _ in stops:
            tabs.append(tabs.makeelement(W + "tab", {W + "val": "clear", W + "pos": str(at)}))
        end = {W + "val": "right", W + "leader": "dot", W + "pos": str(self._width)}
        tabs.append(tabs.makeelement(W + "tab", end))
        _place(properties, tabs)

    def _measure(self, ours: str, style: FileStyle) -> None:
        """Note where text of a style of the file begins, and how much space is before it."""
        if style.kind != "paragraph":
            return
        effect = self._file.sheet.effect(style.id)
        left = effect.left
        found = _list_of(self._style, ours)
        if found is not None and style.element.find(f"{W}pPr/{W}ind") is None:
            level = self._file.levels.get(ours)
            if level is not None and level.format is not None:
                left = level.left
            else:
                left = self._ours.indents.get(ours, left)
        self._indents[ours] = left
        self._spaces[ours] = effect.before

    # ── Ours, on styles of the file ────────────────────────────────────────

    def _resting(self, identifier: str, under: str) -> str:
        """Return one of our styles that looks as the file's style ``under`` does."""
        theirs = self._file.sheet.styles[under]
        own = theirs.element.makeelement(W + "style", {W + "type": theirs.kind})
        own.set(W + "styleId", identifier)
        name = _NAMES[identifier]
        if not _built_in(name):
            own.set(W + "customStyle", "1")
        for part, text in (
            ("name", name),
            ("basedOn", self._file.names[under]),
            ("uiPriority", "9"),
        ):
            own.append(own.makeelement(W + part, {W + "val": text}))
        own.append(own.makeelement(W + "qFormat"))
        if theirs.kind == "paragraph":
            self._complete(own, identifier)
            self._measure(identifier, theirs)
        elif identifier in IN_TABLES:
            self._pad(own, identifier, under)
        return plain_tree(own, "w")

    def _pad(self, own: Element, identifier: str, under: str) -> None:
        """Give the cells of a table room above and below, where the file's style has none."""
        chain = self._file.sheet.chain(under)
        if any(one.element.find(f"{W}tblPr/{W}tblCellMar/{W}top") is not None for one in chain):
            return
        role = next(role for role in self._style.tables if table_style(role)[0] == identifier)
        look = self._style.tables[role]
        properties = own.makeelement(W + "tblPr")
        margins = properties.makeelement(W + "tblCellMar")
        x, y = look.padding_x, look.padding_y
        for side, points in (("top", y), ("left", x), ("bottom", y), ("right", x)):
            width = {W + "w": str(twips(points)), W + "type": "dxa"}
            margins.append(margins.makeelement(W + side, width))
        properties.append(margins)
        own.append(properties)

    # ── Lists that styles of the file use ──────────────────────────────────

    def _carried_definitions(self) -> Iterator[str]:
        names, carried = self._file.names, self._carried
        numbered: dict[tuple[str, int], set[str]] = {}
        for name, style in self._file.sheet.styles.items():
            mark = style.element.find(f"{W}pPr/{W}numPr")
            if style.kind != "paragraph" or mark is None or _our_list(names[name]):
                continue
            definition = self._file.lists.definition(value(mark.find(W + "numId")))
            level = number(value(mark.find(W + "ilvl"))) or 0
            place = value(definition, "abstractNumId"), level
            numbered.setdefault(place, set()).add(name)
        for identifier, new in carried.definitions.items():
            source = next(
                definition
                for one in carried.lists
                if (definition := self._file.lists.definition(one)) is not None
                and value(definition, "abstractNumId") == identifier
            )
            own = deepcopy(source)
            own.set(W + "abstractNumId", str(new))
            levels = {level: found for (of, level), found in numbered.items() if of == identifier}
            _tidy_levels(own, names, levels)
            for link in [*own.iter(W + "styleLink", W + "numStyleLink")]:
                if value(link) in names:
                    link.set(W + "val", names[value(link)])
                else:
                    own.remove(link)
            yield plain_tree(own, "w")

    def _carried_lists(self) -> Iterator[str]:
        for identifier, new in self._carried.lists.items():
            definition = self._file.lists.definition(identifier)
            target = self._carried.definitions[value(definition, "abstractNumId")]
            element = Markup("w:num")
            element.set("w:numId", str(new))
            add(element, "w:abstractNumId", val=str(target))
            for override in self._file.lists.overrides(identifier):
                own = deepcopy(override)
                _tidy_levels(own, {}, {})
                element.append(plain_tree(own, "w"))
            yield str(element)


def _is(part: Markup | str, name: str) -> bool:
    return isinstance(part, Markup) and part.name == name


def _built_in(name: str) -> bool:
    return name in BUILT_IN


def _ilvl(identifier: str) -> int:
    """Return the level, from 0, at which a list numbers one of our styles."""
    if identifier.startswith("Heading"):
        return int(identifier[7:]) - 1
    return next(styles.index(identifier) for styles in LIST_STYLES.values() if identifier in styles)


def _our_list(identifier: str) -> bool:
    """Whether our own lists number a style, or leave it without a number."""
    return identifier.startswith("Heading") or any(
        identifier in styles for styles in LIST_STYLES.values()
    )


def _list_of(style: Style, identifier: str) -> tuple[int, int] | None:
    """Return the list of ours, and its level, that numbers a style; None where none does."""
    if identifier.startswith("Heading") and identifier[7:].isdigit():
        level = int(identifier[7:])
        return (heading_list(style, level), level - 1) if level in style.headings else None
    for kind, styles in LIST_STYLES.items():
        if identifier in styles:
            return BASE_NUMBERS[kind], styles.index(identifier)
    return None


def _attribute(element: Element, name: str, text: str | None) -> None:
    if text is not None:
        element.set(W + name, text)
    elif W + name in element.attrib:
        del element.attrib[W + name]


def _without(element: Element, name: str) -> None:
    for one in list(element.iterchildren(W + name)):
        element.remove(one)


def _properties(style: Element) -> Element:
    """Return the ``w:pPr`` of a style; it stands before what else formats it."""
    own = style.find(W + "pPr")
    if own is None:
        own = style.makeelement(W + "pPr")
        after = {W + name for name in ("rPr", "tblPr", "trPr", "tcPr", "tblStylePr")}
        at = next((n for n, one in enumerate(style) if one.tag in after), len(style))
        style.insert(at, own)
    return own


def _set(style: Element, name: str, parts: Iterable[tuple[str, str]] | None) -> None:
    """Set a property of a style's paragraphs in place of its own; None takes it out.

    ``parts`` are names and values: of the property itself, or of what stands in it.
    """
    properties = _properties(style)
    _without(properties, name)
    if parts is not None:
        made = properties.makeelement(W + name)
        for part, text in parts:
            inner = part.removeprefix("w:")
            if inner == name:
                made.set(W + "val", text)
            else:
                made.append(made.makeelement(W + inner, {W + "val": text}))
        _place(properties, made)
    if not len(properties):
        style.remove(properties)


def _place(properties: Element, made: Element) -> None:
    """Put a property where the schema has it."""
    rank = RANKS["pPr"]
    own = rank[str(made.tag)]
    at = next((n for n, one in enumerate(properties) if rank.get(str(one.tag), 99) > own), None)
    properties.insert(len(properties) if at is None else at, made)


def _tidy_levels(
    parent: Element, names: Mapping[str, str], numbered: Mapping[int, set[str]]
) -> None:
    """Let levels be linked to styles that they number, and to no pictures."""
    for level in parent.iter(W + "lvl"):
        _without(level, "lvlPicBulletId")
        at = number(level.get(W + "ilvl", ""))
        own = numbered.get(at, set()) if at is not None else set()
        for link in list(level.iterchildren(W + "pStyle")):
            if value(link) in own:
                link.set(W + "val", names[value(link)])
            else:
                level.remove(link)
