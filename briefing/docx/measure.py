"""A DOCX measured for its layout: what its XML says of page, grid, type and numbers.

Styles are resolved as ISO/IEC 29500-1, 17.7.2 has them: document defaults, the
chain of styles, the paragraph's own properties.  Nothing is laid out, so that
places are paragraphs and not pages.
"""

from __future__ import annotations

import io
import math
import posixpath
import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from briefing.docx.opening import what_it_is
from briefing.docx.xml import qn
from briefing.layout import Body, Measured, PageNumber, Sheet, Stretch
from briefing.layout.model import Kind
from briefing.problems import InputError, Place, Problem

Element = etree._Element  # noqa: SLF001 – lxml gives its element type no public name

__all__ = ["measure"]

_MOST = 1 << 26  # bytes of one part, unpacked
_MM = 25.4 / 1440  # of a twip
_HAN = re.compile("[\u2e80-\u2fdf\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_LETTER = re.compile(r"[^\W\d_]")
_NATURAL = 1.3  # of a line, in sizes of its type, where the font decides
_LARGE = 20.0  # points: a title, where no style says so
_SHARE = 0.25  # of the characters that type needs to pass for the text's own
_NUMBERS = {"chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital"}
_OPENINGS: tuple[tuple[str, str], ...] = (
    (r"[一二三四五六七八九十百]+、", "{han}、"),
    (r"（[一二三四五六七八九十百]+）", "（{han}）"),
    (r"\d+[.．]", "{n}."),
    (r"（\d+）", "（{n}）"),
)


def measure(data: bytes, name: str) -> Measured:
    """Return the measures of a DOCX; ``name`` is its file's, for problems.

    Raises:
        InputError: it is no DOCX, or a damaged one.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _File(package).measured()
    except (
        etree.XMLSyntaxError,
        EOFError,
        KeyError,
        LookupError,
        NotImplementedError,
        OSError,
        RuntimeError,  # encrypted
        ValueError,
        struct.error,
        zipfile.BadZipFile,
        zlib.error,
    ) as error:
        message, hint = what_it_is(data)
        raise InputError([Problem("unreadable-docx", message, Place(name), hint)]) from error


@dataclass(slots=True)
class _Type:
    """The type of a run or a paragraph, as far as it is known."""

    face: str = ""
    latin: str = ""
    size: float = 10.0
    spacing: float = 0.0
    red: bool = False


@dataclass(slots=True)
class _Form:
    """The form of a paragraph: twips, and what counts in characters."""

    align: str = "left"
    left: int = 0
    right: int = 0
    first: float | None = None  # in characters
    first_twips: int = 0
    line: int = 240
    rule: str = "auto"
    snap: bool = True
    outline: int | None = None
    list: str = "0"
    level: int = 0


class _File:
    def __init__(self, package: zipfile.ZipFile) -> None:
        self._package = package
        self._main = self._root("word/document.xml")
        styles = self._root("word/styles.xml")
        self._styles = {one.get(qn("w:styleId"), ""): one for one in styles.findall(qn("w:style"))}
        self._defaults = styles.find(qn("w:docDefaults"))
        self._normal = next(
            (
                key
                for key, one in self._styles.items()
                if one.get(qn("w:type")) == "paragraph"
                and one.get(qn("w:default")) in {"1", "true"}
            ),
            "",
        )

    def _root(self, name: str) -> Element:
        entry = self._package.getinfo(name)
        with self._package.open(entry) as source:
            content = source.read(_MOST + 1)
        if len(content) > _MOST:
            raise ValueError(f"{name} is too large")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        return etree.fromstring(content, parser)

    def _optional(self, name: str) -> Element | None:
        return self._root(name) if name in self._package.namelist() else None

    # ── The whole ──────────────────────────────────────────────────────────

    def measured(self) -> Measured:
        stretches: list[Stretch] = []
        weights: Counter[tuple[str, float]] = Counter()
        samples: dict[tuple[str, float], Element] = {}
        han = letters = 0
        body = self._main.find(qn("w:body"))
        if body is None:
            raise ValueError("no body")
        for number, paragraph in enumerate(body.iter(qn("w:p")), 1):
            text = _text(paragraph)
            han += len(_HAN.findall(text))
            letters += len(_LETTER.findall(text))
            if not text.strip():
                continue
            inside = any(parent.tag == qn("w:tbl") for parent in paragraph.iterancestors())
            stretch = self._stretch(paragraph, text, f"paragraph {number}", inside=inside)
            if stretch is None:
                continue
            stretches.append(stretch)
            if stretch.kind == "text":
                key = (stretch.face, stretch.size)
                weights[key] += len(text)
                samples.setdefault(key, paragraph)
        stretches = _titled(stretches)
        sections = tuple(self._sheets(body))
        chinese = letters > 0 and han / letters > 0.3
        return Measured(
            chinese,
            sections,
            self._body(weights, samples) if weights else None,
            tuple(stretches),
            tuple(self._numbers()),
        )

    def _stretch(
        self, paragraph: Element, text: str, place: str, *, inside: bool
    ) -> Stretch | None:
        style = self._style_of(paragraph)
        name = self._name(style)
        form = self._form(paragraph)
        face, size, red = self._main_type(paragraph)
        kind: Kind = "text"
        number = ""
        if name == "title":
            kind = "title"
        elif form.outline is not None and form.outline < 4 and not inside:
            level = form.outline + 1
            kind = ("heading1", "heading2", "heading3", "heading4")[level - 1]
            number = self._number(form) or _opening(text)
        elif _apart(name, form, inside=inside, red=red) and not (
            form.align == "center" and size >= _LARGE and not red and not inside
        ):
            return None
        return Stretch(
            kind, text[:40], place, face, size, form.align, self._indent(form, size), number
        )

    def _indent(self, form: _Form, size: float) -> float | None:
        if form.align not in {"left", "justify"} or form.left:
            return None
        return form.first if form.first is not None else form.first_twips / 20 / size

    # ── Styles ─────────────────────────────────────────────────────────────

    def _style_of(self, paragraph: Element) -> str:
        found = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        return found.get(qn("w:val"), self._normal) if found is not None else self._normal

    def _name(self, style: str) -> str:
        element = self._styles.get(style)
        name = element.find(qn("w:name")) if element is not None else None
        return name.get(qn("w:val"), "").lower() if name is not None else ""

    def _chain(self, style: str) -> list[Element]:
        """Return a style and those that it is based on, the basis first."""
        found: list[Element] = []
        seen: set[str] = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            element = self._styles[style]
            found.insert(0, element)
            based = element.find(qn("w:basedOn"))
            style = based.get(qn("w:val"), "") if based is not None else ""
        return found

    def _paragraph_properties(self, paragraph: Element) -> Iterator[Element]:
        if self._defaults is not None:
            yield from self._defaults.findall(f"{qn('w:pPrDefault')}/{qn('w:pPr')}")
        for element in self._chain(self._style_of(paragraph)):
            yield from element.findall(qn("w:pPr"))
        yield from paragraph.findall(qn("w:pPr"))

    def _form(self, paragraph: Element) -> _Form:
        form = _Form()
        for properties in self._paragraph_properties(paragraph):
            self._fill_form(form, properties)
        return form

    def _fill_form(self, form: _Form, properties: Element) -> None:
        for child in properties:
            value = child.get(qn("w:val"))
            match etree.QName(child).localname:
                case "jc":
                    align = {"both": "justify", "start": "left", "end": "right"}
                    form.align = align.get(value or "", value or "left")
                case "ind":
                    _fill_indent(form, child)
                case "spacing":
                    if line := child.get(qn("w:line")):
                        form.line = _whole(line)
                        form.rule = child.get(qn("w:lineRule"), "auto")
                case "snapToGrid":
                    form.snap = _on(child)
                case "outlineLvl":
                    form.outline = _whole(value) if value and value != "9" else None
                case "numPr":
                    for part in child:
                        if part.tag == qn("w:numId"):
                            form.list = part.get(qn("w:val"), "0")
                        elif part.tag == qn("w:ilvl"):
                            form.level = _whole(part.get(qn("w:val"), "0"))

    def _type(self, paragraph: Element, run: Element | None) -> _Type:
        found = _Type()
        if self._defaults is not None:
            for properties in self._defaults.findall(f"{qn('w:rPrDefault')}/{qn('w:rPr')}"):
                self._fill_type(found, properties)
        for element in self._chain(self._style_of(paragraph)):
            for properties in element.findall(qn("w:rPr")):
                self._fill_type(found, properties)
        for properties in run.findall(qn("w:rPr")) if run is not None else ():
            own = properties.find(qn("w:rStyle"))
            if own is not None:
                for element in self._chain(own.get(qn("w:val"), "")):
                    for inherited in element.findall(qn("w:rPr")):
                        self._fill_type(found, inherited)
            self._fill_type(found, properties)
        return found

    def _fill_type(self, found: _Type, properties: Element) -> None:
        for child in properties:
            value = child.get(qn("w:val"))
            match etree.QName(child).localname:
                case "rFonts":
                    found.face = self._font(child, "eastAsia") or found.face
                    found.latin = self._font(child, "ascii") or found.latin
                case "sz":
                    found.size = _whole(value or "20") / 2
                case "spacing":
                    found.spacing = _whole(value or "0") / 20
                case "color":
                    found.red = _red(value or "")

    def _font(self, fonts: Element, slot: str) -> str:
        name = fonts.get(qn(f"w:{slot}"), "")
        theme = fonts.get(qn(f"w:{slot}Theme"), "")
        return self._theme.get(theme, name) if theme else name

    @cached_property
    def _theme(self) -> dict[str, str]:
        """Return the theme's faces by the names that ``w:eastAsiaTheme`` gives them."""
        theme = self._optional("word/theme/theme1.xml")
        found: dict[str, str] = {}
        if theme is None:
            return found
        for kind in ("major", "minor"):
            for fonts in theme.iter(qn(f"a:{kind}Font")):
                for script, slot in (("ea", "EastAsia"), ("latin", "HAnsi"), ("latin", "Ascii")):
                    one = fonts.find(qn(f"a:{script}"))
                    face = one.get("typeface", "") if one is not None else ""
                    if not face and script == "ea":
                        hans = (f for f in fonts.findall(qn("a:font")) if f.get("script") == "Hans")
                        face = next((f.get("typeface", "") for f in hans), "")
                    found[f"{kind}{slot}"] = face
        return found

    def _main_type(self, paragraph: Element) -> tuple[str, float, bool]:
        """Return face, size and redness of most of a paragraph's Chinese characters."""
        weights: Counter[tuple[str, float, bool]] = Counter()
        for run in paragraph.iter(qn("w:r")):
            text = "".join(part.text or "" for part in run.iter(qn("w:t")))
            if text:
                found = self._type(paragraph, run)
                weights[found.face, found.size, found.red] += 1 + 100 * len(_HAN.findall(text))
        return weights.most_common(1)[0][0] if weights else ("", 0.0, False)

    # ── Page and grid ──────────────────────────────────────────────────────

    def _sheets(self, body: Element) -> Iterator[Sheet]:
        for number, section in enumerate(body.iter(qn("w:sectPr")), 1):
            size, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
            if size is None or margins is None:
                continue
            sides = {
                side: abs(_twips(margins, side)) * _MM
                for side in ("top", "right", "bottom", "left")
            }
            sides["left"] += _twips(margins, "gutter") * _MM
            yield Sheet(
                f"section {number}",
                _twips(size, "w") * _MM,
                _twips(size, "h") * _MM,
                **sides,
            )

    def _body(
        self, weights: Counter[tuple[str, float]], samples: dict[tuple[str, float], Element]
    ) -> Body:
        total = sum(weights.values())
        common = [key for key, weight in weights.items() if weight >= _SHARE * total]
        face, size = max(common or weights, key=lambda key: (key[1], weights[key]))
        sample = samples[face, size]
        form = self._form(sample)
        run = next(iter(sample.iter(qn("w:r"))), None)
        spacing = self._type(sample, run).spacing
        section = next(iter(reversed(list(self._main.iter(qn("w:sectPr"))))), None)
        pitch, space, height, width = _grid(section)
        line = _line(form, size, pitch)
        character = size + spacing + (space if form.snap else 0.0)
        return Body(
            face,
            size,
            line,
            character,
            math.floor(height / line + 1e-3),
            math.floor(width / character + 1e-3),
        )

    # ── Numbers of headings and pages ──────────────────────────────────────

    @cached_property
    def _lists(self) -> dict[str, Element]:
        """Return the definition of each list, by its ``numId``."""
        numbering = self._optional("word/numbering.xml")
        if numbering is None:
            return {}
        kinds = {
            one.get(qn("w:abstractNumId"), ""): one
            for one in numbering.findall(qn("w:abstractNum"))
        }
        found: dict[str, Element] = {}
        for one in numbering.findall(qn("w:num")):
            leads = one.find(qn("w:abstractNumId"))
            kind = kinds.get(leads.get(qn("w:val"), "")) if leads is not None else None
            if kind is not None:
                found[one.get(qn("w:numId"), "")] = kind
        return found

    def _number(self, form: _Form) -> str:
        """Return the form of the number that Word counts for a heading."""
        definition = self._lists.get(form.list)
        if definition is None:
            return ""
        for level in definition.findall(qn("w:lvl")):
            if level.get(qn("w:ilvl")) != str(form.level):
                continue
            style, text = level.find(qn("w:numFmt")), level.find(qn("w:lvlText"))
            kind = style.get(qn("w:val"), "") if style is not None else "decimal"
            pattern = text.get(qn("w:val"), "") if text is not None else ""
            sign = "{han}" if kind in _NUMBERS else "{n}" if kind == "decimal" else kind
            return pattern.replace(f"%{form.level + 1}", sign)
        return ""

    def _numbers(self) -> Iterator[PageNumber]:
        relations = self._optional("word/_rels/document.xml.rels")
        section = next(iter(reversed(list(self._main.iter(qn("w:sectPr"))))), None)
        if relations is None or section is None:
            return
        targets = {one.get("Id", ""): one.get("Target", "") for one in relations}
        settings = self._optional("word/settings.xml")
        switch = settings.find(qn("w:evenAndOddHeaders")) if settings is not None else None
        parted = switch is not None and _on(switch)
        title = section.find(qn("w:titlePg"))
        margins = section.find(qn("w:pgMar"))
        for reference in section.findall(qn("w:footerReference")):
            which = reference.get(qn("w:type"), "default")
            if which == "even" and not parted:
                continue
            if which == "first" and (title is None or not _on(title)):
                continue
            target = targets.get(reference.get(qn("r:id"), ""), "")
            part = self._optional(posixpath.normpath(posixpath.join("word", target)))
            for paragraph in part.iter(qn("w:p")) if part is not None else ():
                text = _text(paragraph)
                if "{page}" in text:
                    pages = {"even": "even", "first": "odd"}.get(which, "odd" if parted else "all")
                    yield self._page_number(paragraph, text, which, pages, margins)

    def _page_number(
        self, paragraph: Element, text: str, which: str, pages: str, margins: Element | None
    ) -> PageNumber:
        form = self._form(paragraph)
        runs = [run for run in paragraph.iter(qn("w:r")) if run.find(qn("w:rPr")) is not None]
        found = self._type(paragraph, runs[0] if runs else None)
        frame = paragraph.find(f"{qn('w:pPr')}/{qn('w:framePr')}")
        align = form.align if form.align in {"center", "right"} else "left"
        if frame is not None and (across := frame.get(qn("w:xAlign"))):
            align = {"outside": "right", "inside": "left"}.get(across, across)
        before, tab, after = text.partition("\t")
        if tab and "{page}" in after and not before.strip():
            align = "right"
        indent = form.right if align == "right" else form.left + form.first_twips
        bottom = _twips(margins, "bottom") if margins is not None else 0
        footer = _twips(margins, "footer") if margins is not None else 0
        line = _line(form, found.size, 0.0) * 20
        return PageNumber(
            f"footer, {which} page" if which != "default" else "footer",
            text.strip(),
            found.latin or found.face,
            found.size,
            "even" if pages == "even" else "odd" if pages == "odd" else "all",
            "center" if align == "center" else "right" if align == "right" else "left",
            indent / 20,
            (bottom - footer - line / 2) * _MM,
        )


def _apart(style: str, form: _Form, *, inside: bool, red: bool) -> bool:
    """Whether type of its own is right: in tables, mastheads, contents, what is centred."""
    return inside or red or style.startswith("toc ") or form.align == "center"


def _fill_indent(form: _Form, indent: Element) -> None:
    left = indent.get(qn("w:left")) or indent.get(qn("w:start"))
    right = indent.get(qn("w:right")) or indent.get(qn("w:end"))
    form.left = _whole(left) if left else form.left
    form.right = _whole(right) if right else form.right
    if (chars := indent.get(qn("w:firstLineChars"))) is not None:
        form.first = _whole(chars) / 100
    if (first := indent.get(qn("w:firstLine"))) is not None:
        form.first_twips = _whole(first)
        if chars is None and not form.first_twips:
            form.first = None
    elif (hanging := indent.get(qn("w:hanging"))) is not None:
        form.first, form.first_twips = None, -_whole(hanging)


def _grid(section: Element | None) -> tuple[float, float, float, float]:
    """Return line pitch and further space of characters, height and width of the text; points."""
    if section is None:
        return 0.0, 0.0, 0.0, 0.0
    size, margins, grid = (section.find(qn(f"w:{name}")) for name in ("pgSz", "pgMar", "docGrid"))
    height = width = pitch = space = 0.0
    if size is not None and margins is not None:
        height = _twips(size, "h") - abs(_twips(margins, "top")) - abs(_twips(margins, "bottom"))
        width = _twips(size, "w") - sum(_twips(margins, s) for s in ("left", "right", "gutter"))
    if grid is not None and grid.get(qn("w:type"), "default") != "default":
        pitch = _twips(grid, "linePitch") / 20
        if grid.get(qn("w:type")) != "lines":
            space = _whole(grid.get(qn("w:charSpace"), "0")) / 4096
    return pitch, space, height / 20, width / 20


def _line(form: _Form, size: float, pitch: float) -> float:
    """Return the distance of base lines in points, on a grid of ``pitch`` where there is one."""
    if form.rule == "exact":
        return form.line / 20
    natural = size * _NATURAL
    line = max(natural, form.line / 20) if form.rule == "atLeast" else natural * form.line / 240
    if not pitch or not form.snap:
        return line
    if form.rule == "auto":
        return pitch * math.ceil(natural / pitch - 1e-6) * form.line / 240
    return pitch * math.ceil(line / pitch - 1e-6)


def _titled(stretches: list[Stretch]) -> list[Stretch]:
    """Return the stretches; where no style says which is the title, size and place do."""
    large = [one for one in stretches if one.align == "center" and one.size >= _LARGE]
    if large and not any(one.kind == "title" for one in stretches):
        first = large[0]
        title = Stretch("title", first.text, first.place, first.face, first.size, first.align)
        stretches = [title if one is first else one for one in stretches]
    return [one for one in stretches if one.kind != "text" or one.align != "center"]


def _opening(text: str) -> str:
    return next((form for pattern, form in _OPENINGS if re.match(pattern, text)), "")


def _text(paragraph: Element) -> str:
    """Return a paragraph's text, with ``{page}`` for a field of the page's number."""
    parts: list[str] = []
    field: list[str] = []  # instructions of the fields that are open
    for element in paragraph.iter():
        if element.tag == qn("w:fldChar"):
            kind = element.get(qn("w:fldCharType"))
            if kind == "begin":
                field.append("")
            elif field:
                if kind == "separate" and _is_page(field[-1]):
                    parts.append("{page}")
                if kind == "end":
                    field.pop()
        elif element.tag == qn("w:instrText") and field:
            field[-1] += element.text or ""
        elif element.tag == qn("w:fldSimple") and _is_page(element.get(qn("w:instr"), "")):
            parts.append("{page}")
        elif element.tag == qn("w:tab") and element.get(qn("w:pos")) is None:
            parts.append("\t")
        elif element.tag == qn("w:t") and not any(map(_is_page, field)):
            simple = element.iterancestors(qn("w:fldSimple"))
            if not any(_is_page(one.get(qn("w:instr"), "")) for one in simple):
                parts.append(element.text or "")
    return "".join(parts)


def _is_page(instruction: str) -> bool:
    return instruction.split()[:1] == ["PAGE"]


def _whole(number: str) -> int:
    """Return a measure that some programs write with a decimal point."""
    return round(float(number))


def _twips(element: Element, name: str) -> int:
    return _whole(element.get(qn(f"w:{name}"), "0"))


def _on(element: Element) -> bool:
    return element.get(qn("w:val"), "true") not in {"0", "false", "off"}


def _red(value: str) -> bool:
    """Whether a colour is red, as mastheads are."""
    if not re.fullmatch("[0-9A-Fa-f]{6}", value):
        return False
    red, green, blue = (int(value[at : at + 2], 16) for at in (0, 2, 4))
    return red > 150 and green < 90 and blue < 90
