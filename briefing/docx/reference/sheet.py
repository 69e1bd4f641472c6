"""The styles of a company's file: found by their names, and what each comes to.

Styles are looked for by name and never by id: WPS gives them numbers, other programs
ids of their own.  A built-in style has its English name in files of Word in any
language (``heading 1``); other programs may write what people see (标题 1).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from briefing.docx.cleaning import clean
from briefing.docx.opening import Element
from briefing.docx.read.names import normalized
from briefing.docx.reference.markup import W, local, measure, number, value
from briefing.docx.reference.order import put_in_order
from briefing.docx.reference.theme import Theme
from briefing.style.stationery import Rule

__all__ = ["Effect", "FileStyle", "Line", "Sheet", "colour_of", "is_on", "line_of", "paragraph_tabs",
           "rule_of"]  # fmt: skip

_HIDING = frozenset(W + name for name in ("vanish", "specVanish", "webHidden"))
_DROPPED = frozenset(
    W + name for name in ("autoRedefine", "personal", "personalCompose", "personalReply", "locked")
)
_USUAL = {
    "paragraph": "normal",
    "character": "defaultparagraphfont",
    "table": "normaltable",
    "numbering": "nolist",
}
"""The styles of what names none, by their names."""
_OFF = frozenset({"0", "false", "off", "none"})
_ON = frozenset({"1", "true", "on"})
_THIN = 0.75
"""The thinner stroke of a border with two of them, and the space between."""
MOST = 4_000
"""Most styles that a file may have; Word itself stops at 4,079."""


@dataclass(frozen=True, slots=True)
class FileStyle:
    """A style of the file; ``names`` are those that it is known by, as names are compared."""

    id: str
    kind: str
    name: str
    names: tuple[str, ...]
    element: Element
    based_on: str


@dataclass(frozen=True, slots=True)
class Line:
    """A border: thickness and distance in points, colour as ``#RRGGBB``."""

    width: float
    colour: str
    gap: float


@dataclass(frozen=True, slots=True)
class Effect:
    """What a style comes to with all that it rests on; absent: nothing says so.

    Lengths are in twips, ``size`` in points; ``fonts`` are (Latin, East Asian, complex).
    ``line`` is 240ths of a line where ``rule`` is ``auto``.  ``list`` is (numId, level).
    ``tabs`` are (position, alignment).
    """

    fonts: tuple[str, str, str] = ("Times New Roman", "", "")
    size: float = 10
    bold: bool = False
    italic: bool = False
    underline: bool = False
    colour: str | None = None
    letter_spacing: int = 0
    align: str = "left"
    before: int = 0
    after: int = 0
    line: int = 240
    rule: str = "auto"
    left: int = 0
    right: int = 0
    first: int = 0
    first_chars: int = 0
    keep_next: bool = False
    top: Line | None = None
    bottom: Line | None = None
    outline: int | None = None
    list: tuple[str, int | None] | None = None
    tabs: tuple[tuple[int, str], ...] = ()
    snap: bool = True


@dataclass(slots=True)
class Sheet:
    """All styles of a file, without what hides text or tells of editing.

    ``hidden`` are the ids of those that did hide text.
    """

    theme: Theme
    styles: dict[str, FileStyle] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)
    doc_defaults: Element | None = None
    latent: Element | None = None
    hidden: set[str] = field(default_factory=set)
    _effects: dict[str, Effect] = field(default_factory=dict)

    @classmethod
    def read(cls, root: Element, theme: Theme) -> Sheet:
        """Return the styles of a part.

        Raises:
            ValueError: there are more than Word can have.
        """
        clean(root)
        hiding = {
            one.get(W + "styleId", "")
            for one in root.iterchildren(W + "style")
            if any(value(sign) not in _OFF for sign in one.iter(W + "vanish"))
        }
        for one in list(root.iter()):
            parent = one.getparent()
            foreign = not str(one.tag).startswith(W)
            if parent is not None and (foreign or one.tag in _HIDING or one.tag in _DROPPED):
                parent.remove(one)
        put_in_order(root)
        sheet = cls(theme, doc_defaults=root.find(W + "docDefaults"))
        sheet.latent = root.find(W + "latentStyles")
        for one in root.iterchildren(W + "style"):
            sheet._take(one)
        sheet.hidden = {
            name for name in sheet.styles if any(one.id in hiding for one in sheet.chain(name))
        }
        for kind, name in _USUAL.items():  # LibreOffice does not mark them as such
            found = sheet.find(kind, (name,))
            if kind not in sheet.defaults and found is not None:
                sheet.defaults[kind] = found.id
        if len(sheet.styles) > MOST:
            raise ValueError("too many styles")
        return sheet

    def _take(self, element: Element) -> None:
        identifier = element.get(W + "styleId", "")
        if not identifier or identifier in self.styles:
            return
        kind = element.get(W + "type", "paragraph")
        name = value(element.find(W + "name")) or identifier
        aliases = value(element.find(W + "aliases")).split(",")
        names = tuple(dict.fromkeys(normalized(one) for one in (name, *aliases) if one.strip()))
        based_on = value(element.find(W + "basedOn"))
        self.styles[identifier] = FileStyle(identifier, kind, name, names, element, based_on)
        if element.get(W + "default") in _ON:
            self.defaults.setdefault(kind, identifier)

    def find(self, kind: str, names: Iterable[str]) -> FileStyle | None:
        """Return the style of a kind with the first of ``names`` that one has; its own name first."""
        for wanted in names:
            for own in (True, False):
                for style in self.styles.values():
                    known = style.names[:1] if own else style.names[1:]
                    if style.kind == kind and wanted in known:
                        return style
        return None

    def chain(self, identifier: str) -> Iterator[FileStyle]:
        """Yield a style and those that it is based on, the nearest first."""
        seen: set[str] = set()
        style = self.styles.get(identifier)
        while style is not None and style.id not in seen:
            seen.add(style.id)
            yield style
            kind = style.kind
            below = self.styles.get(style.based_on)
            style = below if below is not None and below.kind == kind else None

    def says(self, identifier: str, name: str) -> bool:
        """Whether a style, or one that it rests on, says something of a property of paragraphs."""
        path = f"{W}pPr/{W}{name}"
        return any(one.element.find(path) is not None for one in self.chain(identifier))

    def effect(self, identifier: str) -> Effect:
        """Return what a paragraph or character style comes to."""
        if identifier not in self._effects:
            effect = Effect()
            layers = [one.element for one in self.chain(identifier)]
            defaults = self.doc_defaults
            if defaults is not None:
                for kind in ("rPrDefault/", "pPrDefault/"):
                    for properties in defaults.findall(W + kind + W + kind[:3]):
                        effect = self.layered(effect, properties)
            for element in reversed(layers):
                for name in ("pPr", "rPr"):
                    own = element.find(W + name)
                    effect = effect if own is None else self.layered(effect, own)
            self._effects[identifier] = effect
        return self._effects[identifier]

    def layered(self, effect: Effect, properties: Element) -> Effect:
        """Return an effect with what a ``w:pPr`` or ``w:rPr`` adds to it."""
        readers = _TEXT if local(properties) == "rPr" else _PARAGRAPH
        for one in properties:
            read = readers.get(local(one))
            if read is not None:
                effect = read(effect, one, self.theme)
        return effect


# ── What each property says (ISO/IEC 29500-1, 17.3.1 and 17.3.2) ───────────


def is_on(element: Element) -> bool:
    """Whether a property that is on or off is on."""
    return value(element) not in _OFF


def colour_of(element: Element, theme: Theme, attribute: str = "val") -> str | None:
    """Return a colour as ``#RRGGBB``; None for the one that the program chooses."""
    text = value(element, attribute)
    if _HEX.fullmatch(text):
        return f"#{text.upper()}"
    return theme.colour(value(element, "themeColor"))


def line_of(element: Element, theme: Theme) -> Line | None:
    """Return a border; None where there is none."""
    if value(element) in {"nil", "none", ""}:
        return None
    width = (number(value(element, "sz")) or 4) / 8
    colour = colour_of(element, theme, "color") or "#000000"
    return Line(min(width, 12.0), colour, float(min(31, number(value(element, "space")) or 0)))


def rule_of(element: Element, theme: Theme) -> Rule | None:
    """Return a border with all its strokes; None where there is none."""
    line = line_of(element, theme)
    if line is None:
        return None
    kind, width = value(element), line.width
    strokes: tuple[tuple[float, float], ...]
    if kind == "double":
        strokes = ((0.0, width), (2 * width, width))
    elif kind.startswith("thinThick") and "ThickThin" not in kind:
        strokes = ((0.0, _THIN), (2 * _THIN, width))
    elif kind.startswith("thickThin"):
        strokes = ((0.0, width), (width + _THIN, _THIN))
    else:
        strokes = ((0.0, width),)
    return Rule(strokes, line.colour, line.gap)


def _fonts(effect: Effect, element: Element, theme: Theme) -> Effect:
    found = list(effect.fonts)
    for at, (name, themed) in enumerate(
        (("ascii", "asciiTheme"), ("eastAsia", "eastAsiaTheme"), ("cs", "cstheme"))
    ):
        face = theme.font(value(element, themed)) if value(element, themed) else ""
        found[at] = face or value(element, name) or found[at]
    return replace(effect, fonts=(found[0], found[1], found[2]))


def _size(effect: Effect, element: Element, _theme: Theme) -> Effect:
    text = value(element)
    points = (measure(text) or 0) / 20
    size = points if text[-2:].isalpha() else (number(text) or 0) / 2
    return replace(effect, size=size) if 1 <= size <= 400 else effect


def _tracking(effect: Effect, element: Element, _theme: Theme) -> Effect:
    return replace(effect, letter_spacing=measure(value(element)) or 0)


def _bold(effect: Effect, element: Element, _theme: Theme) -> Effect:
    return replace(effect, bold=is_on(element))


def _italic(effect: Effect, element: Element, _theme: Theme) -> Effect:
    return replace(effect, italic=is_on(element))


def _underline(effect: Effect, element: Element, _theme: Theme) -> Effect:
    return replace(effect, underline=is_on(element))


def _colour(effect: Effect, element: Element, theme: Theme) -> Effect:
    return replace(effect, colour=colour_of(element, theme))


def _spacing(effect: Effect, element: Element, _theme: Theme) -> Effect:
    lengths = {"before": effect.before, "after": effect.after}
    for name in lengths:
        length = measure(value(element, name))
        if value(element, f"{name}Autospacing") in _ON:
            length = 280  # 14 points, as Word does
        elif lines := number(value(element, f"{name}Lines")):
            length = round(lines * 2.4)  # hundredths of a line of 12 points
        if length is not None and length >= 0:
            lengths[name] = length
    effect = replace(effect, before=lengths["before"], after=lengths["after"])
    line = measure(value(element, "line"))
    if not line:
        return effect
    return replace(effect, line=abs(line), rule=value(element, "lineRule") or "auto")


def _indent(effect: Effect, element: Element, _theme: Theme) -> Effect:
    for name in ("start", "left"):
        length = measure(value(element, name))
        effect = effect if length is None else replace(effect, left=length)
    for name in ("end", "right"):
        length = measure(value(element, name))
        effect = effect if length is None else replace(effect, right=length)
    first, hanging = measure(value(element, "firstLine")), measure(value(element, "hanging"))
    chars = number(value(element, "firstLineChars"))
    if hanging:
        return replace(effect, first=-hanging, first_chars=0)
    if first is None and chars is None:
        return effect
    return replace(effect, first=first or 0, first_chars=chars or 0)


def _align(effect: Effect, element: Element, _theme: Theme) -> Effect:
    return replace(effect, align=_ALIGN.get(value(element), "left"))


def _borders(effect: Effect, element: Element, theme: Theme) -> Effect:
    for one in element:
        if local(one) == "top":
            effect = replace(effect, top=line_of(one, theme))
        elif local(one) == "bottom":
            effect = replace(effect, bottom=line_of(one, theme))
    return effect


def _list(effect: Effect, element: Element, _theme: Theme) -> Effect:
    level = number(value(element.find(W + "ilvl")))
    identifier = value(element.find(W + "numId")) or (effect.list[0] if effect.list else "")
    return replace(effect, list=(identifier, level) if identifier not in {"", "0"} else None)


def paragraph_tabs(effect: Effect, paragraph: Element) -> tuple[tuple[int, str], ...]:
    """Return the tab stops of a paragraph whose style comes to ``effect``."""
    own = paragraph.find(f"{W}pPr/{W}tabs")
    return effect.tabs if own is None else _tabs(effect, own, Theme()).tabs


def _tabs(effect: Effect, element: Element, _theme: Theme) -> Effect:
    stops = dict(effect.tabs)
    for one in element:
        position = measure(value(one, "pos"))
        if position is not None and value(one) == "clear":
            stops.pop(position, None)
        elif position is not None:
            stops[position] = value(one)
    return replace(effect, tabs=tuple(sorted(stops.items())))


def _keep_next(effect: Effect, element: Element, _theme: Theme) -> Effect:
    return replace(effect, keep_next=is_on(element))


def _outline(effect: Effect, element: Element, _theme: Theme) -> Effect:
    level = number(value(element))
    return replace(effect, outline=level if level is not None and level < 9 else None)


def _snap(effect: Effect, element: Element, _theme: Theme) -> Effect:
    return replace(effect, snap=is_on(element))


_ALIGN = {"both": "justify", "distribute": "justify", "center": "center", "right": "right",
          "end": "right"}  # fmt: skip
_HEX = re.compile("[0-9A-Fa-f]{6}")
_Reader = Callable[[Effect, Element, Theme], Effect]
_TEXT: Mapping[str, _Reader] = {
    "rFonts": _fonts, "sz": _size, "spacing": _tracking, "b": _bold, "i": _italic,
    "u": _underline, "color": _colour,
}  # fmt: skip
_PARAGRAPH: Mapping[str, _Reader] = {
    "spacing": _spacing, "ind": _indent, "jc": _align, "pBdr": _borders, "numPr": _list,
    "tabs": _tabs, "keepNext": _keep_next, "outlineLvl": _outline, "snapToGrid": _snap,
}  # fmt: skip
