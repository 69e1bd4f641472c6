"""The XML of a file to what a reader of it sees (ISO/IEC 29500-1, chapter 17).

Words are kept whatever they stand in: content controls, smart tags, fields (their
last result), text boxes.  Tracked changes are read as accepted or as rejected.
What has no words and cannot be carried over is told as a problem.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Literal

from briefing.document import Image
from briefing.docx.anchors import PREFIX
from briefing.docx.numbering import LIST_STYLES
from briefing.docx.opening import OFFICE, Element, File, FilePart, parse_xml
from briefing.docx.read.names import character_role, paragraph_kind, table_kind
from briefing.docx.read.surface import (
    NOTE,
    Box,
    Break,
    Figure,
    Grid,
    GridRow,
    Line,
    ListPlace,
    Run,
    Toc,
    Unit,
)
from briefing.docx.read.symbols import UNKNOWN, sign
from briefing.docx.xml import NAMESPACES
from briefing.pictures import PictureError, is_smaller_copy, measured, points

__all__ = ["Parser", "Remark", "View"]

View = Literal["accepted", "rejected"]

MOST = 1 << 26  # bytes of one part that holds words
DEEPEST = 12  # tables in tables
MOST_POINTS = 500_000_000
"""Of all pictures of a file; one of more is named, and not unpacked."""

_W = f"{{{NAMESPACES['w']}}}"
_R = f"{{{NAMESPACES['r']}}}"
_A = f"{{{NAMESPACES['a']}}}"
_WP = f"{{{NAMESPACES['wp']}}}"
_MC = f"{{{NAMESPACES['mc']}}}"
_CHART = NAMESPACES["c"]
_EMU_PER_POINT = 12_700
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

_THROUGH = frozenset(
    _W + name
    for name in ("sdtContent", "smartTag", "customXml", "ins", "moveTo", "del", "moveFrom", "dir",
                 "bdo", "rt", "rubyBase")
)  # fmt: skip
_GONE: dict[View, frozenset[str]] = {
    "accepted": frozenset({_W + "del", _W + "moveFrom"}),
    "rejected": frozenset({_W + "ins", _W + "moveTo"}),
}
_LOOKS = {
    "strike": "words that are struck through stand without the line",
    "dstrike": "words that are struck through stand without the line",
    "u": "underlining is left out",
    "highlight": "highlighting is left out",
    "color": "the colour of words is left out",
    "vertAlign": "raised or lowered letters stand on the line",
}
"""Formatting by hand that has a meaning, and no place in a document."""
_TRACKED = frozenset(_W + name for name in ("ins", "del", "moveFrom", "moveTo"))
_OFF = frozenset({"0", "false", "off", "none"})
_AFTER_NUMBER = re.compile("[.:：．、]?(?:　|  ?|\t)?")
_INSTRUCTION = re.compile(r'"([^"]*)"|(\S+)')


@dataclass(slots=True)
class Remark:
    """A comment that somebody left.

    ``date`` is as the program wrote it (ISO 8601) or empty; ``quoted`` the words
    it hangs on, ``fields`` the numbers of the fields among them, ``around`` the
    words of the paragraph in which it begins.
    """

    author: str
    date: str
    text: str
    quoted: str = ""
    fields: list[int] = field(default_factory=list)
    around: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    based_on: str
    number: tuple[str, int] | None
    outline: int | None


@dataclass(slots=True)
class _Code:
    """A field code that has begun: its instruction, and whether its result has."""

    instruction: str = ""
    result: bool = False


@dataclass(slots=True)
class _State:
    """What is open at a place of a part: bookmarks of fields, fields, comments."""

    part: FilePart
    paired: frozenset[str]
    open_fields: dict[str, int] = field(default_factory=dict)
    codes: list[_Code] = field(default_factory=list)
    comments: set[str] = field(default_factory=set)
    waiting: set[str] = field(default_factory=set)
    emptied: set[int] = field(default_factory=set)
    halves: set[str] = field(default_factory=set)  # bookmarks without an end
    toc: int = 0  # how many fields were open when a table of contents began, plus one

    def number(self) -> int | None:
        """Return the number of the innermost field whose words follow."""
        return next(reversed(self.open_fields.values()), None)


@dataclass(slots=True)
class _Paragraph:
    """A paragraph while it is read."""

    line: Line
    after: list[Unit] = field(default_factory=list)
    break_before: bool = False
    break_after: bool = False
    sequence_end: int | None = None
    own_mark: bool = False
    length: int = 0


class Parser:
    """Reads the parts of one file; ``problems`` gathers (code, message, place)."""

    def __init__(self, file: File, view: View) -> None:
        """Begin to read; nothing but styles and numbering is looked at yet.

        Raises:
            ValueError: a part is no well-formed XML, or too large.
        """
        self._file = file
        self._view: View = view
        self._gone = _GONE[view]
        self.tracked = 0
        self.problems: list[tuple[str, str, str]] = []
        self.remarks: dict[str, Remark] = {}
        self._whole_fields = True
        self._has_base = False
        self._often: dict[tuple[str, str], tuple[str, int]] = {}
        self._unpacked: dict[str, int] = {}
        self._by_digest: dict[str, FilePart] = {}
        self._widths = ""
        main = file.parts[file.main]
        self._main = main
        self._styles: dict[str, _Style] = {}
        self._default = ""
        self._read_styles(self._related(main, "styles"))
        self._lists: dict[str, tuple[str, dict[int, tuple[str, int]]]] = {}
        self._read_numbering(self._related(main, "numbering"))
        self._kinds: dict[str, str] = {}
        self._notes: dict[str, dict[str, tuple[Unit, ...]]] = {}

    # ── The parts ──────────────────────────────────────────────────────────

    def units(self, *, base: bool = True) -> list[Unit]:
        """Return what the body holds; ``base`` says whether the file tells what it was built from.

        Raises:
            ValueError: a part is no well-formed XML, or too large.
        """
        self._has_base = base
        body = self._root(self._main).find(_W + "body")
        if body is None:
            raise ValueError("the document has no body")
        self._read_comments(self._related(self._main, "comments"))
        self._notes = {kind: self._read_notes(kind) for kind in ("footnote", "endnote")}
        found = self._read(body, self._main, "")
        for (code, message), (place, count) in self._often.items():
            more = f", here and in {count - 1} more places" if count > 2 else ""
            more = ", here and in one more place" if count == 2 else more
            self.problems.append((code, message + more, place))
        return found

    def _read(self, root: Element, part: FilePart, where: str) -> list[Unit]:
        """Return what a body or a note holds."""
        state = self._state(part, root)
        told, often, tracked = len(self.problems), dict(self._often), self.tracked
        found = self._blocks(root, state, where, 0)
        if not state.codes:
            return found
        # A field without an end: nothing may vanish in it, so that all count as words.
        del self.problems[told:]
        self._often, self.tracked = often, tracked
        self._whole_fields = False
        for remark in self.remarks.values():
            remark.quoted, remark.fields = "", []
        found = self._blocks(root, self._state(part, root), where, 0)
        self._whole_fields = True
        return found

    def meta(self) -> dict[str, str]:
        """Return title, author and so on from the file's core properties, by element name.

        Damaged ones are none: all else can be read without them.
        """
        for part in self._file.parts.values():
            if part.content_type.endswith("core-properties+xml"):
                try:
                    root = self._root(part)
                except ValueError:
                    break
                return {str(child.tag).rpartition("}")[2]: child.text or "" for child in root}
        return {}

    def running(self) -> tuple[tuple[str, str], ...]:
        """Return what headers and footers say, as (``header`` or ``footer``, words).

        Fields, such as page numbers, are left out.
        """
        found = []
        for kind in ("header", "footer"):
            for relation in self._main.relations.values():
                part = self._file.parts.get(relation.target)
                if relation.kind == OFFICE + kind and not relation.external and part is not None:
                    lines = self._root(part).iter(_W + "p")
                    words = " ".join(filter(None, (self._outside_fields(line) for line in lines)))
                    found.append((kind, words))
        return tuple(dict.fromkeys(found))

    def _outside_fields(self, paragraph: Element) -> str:
        words: list[str] = []
        depth = 0
        for one in paragraph.iter(_W + "t", _W + "tab", _W + "fldChar"):
            if one.tag == _W + "fldChar":
                kind = one.get(_W + "fldCharType")
                depth = max(0, depth + {"begin": 1, "end": -1}.get(kind or "", 0))
                continue
            above = {ancestor.tag for ancestor in one.iterancestors()}
            if not depth and not above & {*self._gone, _W + "fldSimple"}:
                words.append("\t" if one.tag == _W + "tab" else one.text or "")
        return "".join(words).strip()

    def base(self) -> tuple[str, str] | None:
        """Return the document that the file carries and the name of its style, or None."""
        name = f"{{{NAMESPACES['b']}}}base"
        for part in self._file.parts.values():
            if NAMESPACES["b"].encode() in part.data[:2000] and part.name.endswith(".xml"):
                root = parse_xml(part.data, part.name)
                if root.tag == name:
                    self._widths = root.get("pictures", "")
                    return root.text or "", root.get("style", "")
        return None

    def _root(self, part: FilePart) -> Element:
        if len(part.data) > MOST:
            raise ValueError(f"{part.name} is too large")
        return parse_xml(part.data, part.name)

    def _related(self, part: FilePart, kind: str) -> FilePart | None:
        for relation in part.relations.values():
            if relation.kind == OFFICE + kind and not relation.external:
                return self._file.parts.get(relation.target)
        return None

    def _state(self, part: FilePart, root: Element) -> _State:
        # A bookmark whose end is gone would reach to the end of the document: such a
        # one ends with its paragraph.
        ends = {one.get(_W + "id", "") for one in root.iter(_W + "bookmarkEnd")}
        return _State(part, frozenset(ends))

    def _read_styles(self, part: FilePart | None) -> None:
        if part is None:
            return
        for style in self._root(part).iter(_W + "style"):
            identifier = style.get(_W + "styleId", "")
            properties = style.find(_W + "pPr")
            number = outline = None
            if properties is not None:
                number = _number(properties, None)
                outline = _outline(properties)
            self._styles[identifier] = _Style(
                _value(style, "name"), _value(style, "basedOn"), number, outline
            )
            if style.get(_W + "type") == "paragraph" and style.get(_W + "default") in {"1", "true"}:
                self._default = identifier

    def _read_numbering(self, part: FilePart | None) -> None:
        if part is None:
            return
        root = self._root(part)
        abstracts: dict[str, tuple[str, dict[int, tuple[str, int]]]] = {}
        for one in root.iter(_W + "abstractNum"):
            levels = {
                _whole(level.get(_W + "ilvl")): (
                    _value(level, "numFmt"),
                    _whole(_value(level, "start"), 1),
                )
                for level in one.iter(_W + "lvl")
            }
            abstracts[one.get(_W + "abstractNumId", "")] = (_value(one, "name"), levels)
        for one in root.iter(_W + "num"):
            name, levels = abstracts.get(_value(one, "abstractNumId"), ("", {}))
            levels = dict(levels)
            for override in one.iter(_W + "lvlOverride"):
                level = _whole(override.get(_W + "ilvl"))
                start = _value(override, "startOverride")
                if start:
                    levels[level] = (levels.get(level, ("decimal", 1))[0], _whole(start, 1))
            self._lists[one.get(_W + "numId", "")] = (name, levels)

    def _read_comments(self, part: FilePart | None) -> None:
        if part is None:
            return
        for one in self._root(part).iter(_W + "comment"):
            words = [
                "".join(child.text or "" for child in paragraph.iter(_W + "t"))
                for paragraph in one.iter(_W + "p")
            ]
            self.remarks[one.get(_W + "id", "")] = Remark(
                one.get(_W + "author", ""), one.get(_W + "date", ""), "\n".join(words).strip()
            )

    def _read_notes(self, kind: str) -> dict[str, tuple[Unit, ...]]:
        part = self._related(self._main, f"{kind}s")
        if part is None:
            return {}
        root = self._root(part)
        found = {}
        for one in root.iter(_W + kind):
            if one.get(_W + "type") in {"separator", "continuationSeparator", "continuationNotice"}:
                continue
            number = one.get(_W + "id", "")
            found[number] = tuple(self._read(one, part, f"{kind} {number}, "))
        return found

    # ── Blocks ─────────────────────────────────────────────────────────────

    def _blocks(self, parent: Element, state: _State, where: str, depth: int) -> list[Unit]:
        out: list[Unit] = []
        carried: Line | None = None
        paragraphs = tables = 0
        for child in _flat(parent, self._gone):
            if child.tag == _W + "p":
                paragraphs += 1
                place = f"{where}paragraph {paragraphs}"
                carried = self._paragraph(child, state, out, carried, place, depth)
            elif child.tag == _W + "tbl":
                tables += 1
                if carried is not None:
                    out.append(carried)
                    carried = None
                if depth >= DEEPEST:
                    raise ValueError("tables stand in tables too deep")
                if not state.toc:
                    grid = self._table(child, state, f"{where}table {tables}, ", depth + 1)
                    if grid.rows or child.find(_W + "tr") is None:
                        out.append(grid)  # else every row of it is gone
            elif child.tag == _W + "altChunk":
                self.problems.append(
                    ("embedded-document", "another document is embedded here", where.rstrip(", "))
                )
            else:
                self._marker(child, state, None)
        if carried is not None:
            out.append(carried)
        return out

    def _paragraph(
        self,
        element: Element,
        state: _State,
        out: list[Unit],
        carried: Line | None,
        place: str,
        depth: int,
    ) -> Line | None:
        """Read a paragraph; one whose end is deleted is returned, to go on in the next."""
        properties = element.find(_W + "pPr")
        own = properties
        if self._view == "rejected" and properties is not None:
            change = properties.find(f"{_W}pPrChange/{_W}pPr")
            own = properties if change is None else change
        reading = _Paragraph(self._line(own, place))
        reading.break_before = own is not None and _on(own, "pageBreakBefore")
        inside = bool(state.toc)
        self._inlines(element, state, reading, "", depth)
        for identifier in state.halves:
            state.open_fields.pop(identifier, None)
        state.halves.clear()
        line = self._finished(reading, state)
        if carried is not None:
            line.runs[:0] = carried.runs
            line.marks |= carried.marks
            line.emptied |= carried.emptied
        contents = any(isinstance(unit, Toc) for unit in reading.after)
        if (inside or contents) and not line.runs:
            state.waiting |= line.marks if not inside else set()
            out += reading.after
            return None
        if reading.break_before:
            out.append(Break())
        if self._mark_is_gone(properties):
            self.tracked += 1
            out += reading.after
            return line
        if line.runs and own is not None and _is_drop_cap(own):
            out += reading.after
            return line  # the letter that the next paragraph begins with
        if line.kind == "Spacer" and not line.runs:
            state.waiting |= line.marks
        elif not (reading.after and not line.runs):
            out.append(line)
        else:  # a paragraph for its picture's sake
            first = reading.after[0]
            if isinstance(first, Figure):
                first.marks |= line.marks
        out += reading.after
        if reading.break_after:
            out.append(Break())
        return None

    def _mark_is_gone(self, properties: Element | None) -> bool:
        if properties is None:
            return False
        run = properties.find(_W + "rPr")
        return run is not None and any(child.tag in self._gone for child in run)

    def _line(self, properties: Element | None, place: str) -> Line:
        style = self._default
        number = None
        line = Line("BodyText", place=place)
        if properties is not None:
            style = _value(properties, "pStyle") or style
            number = _number(properties, self._style_number(style))
            indent = properties.find(_W + "ind")
            if indent is not None:
                line.indent = _whole(indent.get(_W + "left") or indent.get(_W + "start"))
        else:
            number = self._style_number(style)
        line.kind = self._kind(style)
        outline = _outline(properties) if properties is not None else None
        if outline is None:
            outline = self._outline(style)
        line.outline = outline
        if line.kind in {"Normal", "BodyText"} and outline is not None and outline < 9:
            line.kind = f"Heading{min(outline, 3) + 1}"
        if number is not None and number[0] != "0" and not line.kind.startswith("Heading"):
            line.item = self._item(line.kind, *number)
        return line

    def _kind(self, style: str) -> str:
        known = self._kinds.get(style)
        if known is None:
            known = self._kinds[style] = self._find_kind(style)
        return known

    def _find_kind(self, style: str) -> str:
        for identifier in self._chain(style):
            kind = paragraph_kind(self._styles[identifier].name)
            if kind is not None:
                return kind
        return "Normal"

    def _chain(self, style: str) -> Iterator[str]:
        seen: set[str] = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            yield style
            style = self._styles[style].based_on

    def _style_number(self, style: str) -> tuple[str, int] | None:
        for identifier in self._chain(style):
            number = self._styles[identifier].number
            if number is not None:
                return number
        return None

    def _outline(self, style: str) -> int | None:
        for identifier in self._chain(style):
            if self._styles[identifier].outline is not None:
                return self._styles[identifier].outline
        return None

    def _item(self, kind: str, number: str, level: int) -> ListPlace | None:
        name, levels = self._lists.get(number, ("", {}))
        format_, start = levels.get(level, ("decimal", 1))
        key = f"{number}"
        for own, styles in LIST_STYLES.items():
            if kind in styles:
                return ListPlace(key, level, own, start)  # type: ignore[arg-type]
        if format_ == "none":
            return None
        if format_ == "bullet":
            return ListPlace(key, level, "bullet", start)
        if name in {"recommendations", "sources"}:
            return ListPlace(key, level, name, start)  # type: ignore[arg-type]
        return ListPlace(key, level, "plain", start)

    def _finished(self, reading: _Paragraph, state: _State) -> Line:
        line = reading.line
        line.marks |= state.waiting
        state.waiting = set()
        line.emptied |= state.emptied - {run.field for run in line.runs if run.field is not None}
        state.emptied = set()
        skip = 0
        text = "".join(run.text for run in line.runs)
        if reading.own_mark and text[:1] in {" ", "\t"}:
            skip = 1
        elif reading.sequence_end is not None and line.kind == "Caption":
            found = _AFTER_NUMBER.match(text, reading.sequence_end)
            skip = found.end() if found else reading.sequence_end
            if not self._has_base and not text[skip:].strip():
                skip = 0  # a label is all that it says
        line.runs = _joined(_without(line.runs, skip))
        return line

    # ── Tables ─────────────────────────────────────────────────────────────

    def _table(self, element: Element, state: _State, where: str, depth: int) -> Grid:
        properties = element.find(_W + "tblPr")
        style = description = title = ""
        if properties is not None:
            identifier = _value(properties, "tblStyle")
            style = self._table_kind(identifier)
            description = _value(properties, "tblDescription")
            title = _value(properties, "tblCaption")
        widths = tuple(
            _whole(one.get(_W + "w")) for one in element.iterfind(f"{_W}tblGrid/{_W}gridCol")
        )
        grid = Grid(style, [], widths, description, title, where.rstrip(", "))
        above: dict[int, Box] = {}
        for row in _flat(element, self._gone):
            if row.tag != _W + "tr":
                self._marker(row, state, None)
                continue
            own = row.find(_W + "trPr")
            if own is not None and any(child.tag in self._gone for child in own):
                self.tracked += 1
                continue
            if own is not None and any(child.tag in _TRACKED for child in own):
                self.tracked += 1
            number = len(grid.rows) + 1
            found = self._row(row, state, f"{where}row {number}, ", depth, above)
            found.header = own is not None and (
                _on(own, "tblHeader") or (number == 1 and _is_first_row(own))
            )
            if found.cells or above:
                grid.rows.append(found)
        return grid

    def _row(
        self, row: Element, state: _State, where: str, depth: int, above: dict[int, Box]
    ) -> GridRow:
        found = GridRow([])
        column = 0
        for cell in _flat(row, self._gone):
            if cell.tag != _W + "tc":
                self._marker(cell, state, None)
                continue
            properties = cell.find(_W + "tcPr")
            span = 1
            merge = None
            if properties is not None:
                span = max(1, min(_whole(_value(properties, "gridSpan"), 1), 64))
                merge = properties.find(_W + "vMerge")
            place = f"{where}cell {len(found.cells) + 1}, "
            units = self._blocks(cell, state, place, depth)
            if merge is not None and merge.get(_W + "val", "continue") != "restart":
                over = above.get(column)
                if over is not None:
                    over.rows += 1
                    over.units += [one for one in units if not _is_empty(one)]
                    column += span
                    continue
            box = Box([] if all(_is_empty(one) for one in units) else units, span)
            found.cells.append(box)
            for one in range(column, column + span):
                above.pop(one, None)
            if merge is not None:
                above[column] = box
            column += span
        return found

    def _table_kind(self, style: str) -> str:
        for identifier in self._chain(style):
            kind = table_kind(self._styles[identifier].name)
            if kind is not None:
                return kind
        return ""

    # ── Inlines ────────────────────────────────────────────────────────────

    def _inlines(
        self, parent: Element, state: _State, reading: _Paragraph, link: str, depth: int
    ) -> None:
        for child in parent:
            tag = child.tag
            if tag == _W + "r":
                self._run(child, state, reading, link, depth)
            elif tag in self._gone:
                self.tracked += 1
                self._skipped(child, state)
            elif tag == _W + "hyperlink":
                self._inlines(child, state, reading, self._address(child, state) or link, depth)
            elif tag == _W + "fldSimple":
                code = _Code(child.get(_W + "instr", ""), True)
                state.codes.append(code)
                self._inlines(child, state, reading, self._code_link(code) or link, depth)
                state.codes.pop()
                self._code_ended(code, reading)
            elif tag == _W + "sdt":
                content = child.find(_W + "sdtContent")
                if content is not None:
                    self._inlines(content, state, reading, link, depth)
            elif tag in _THROUGH:
                self.tracked += tag in _TRACKED
                self._inlines(child, state, reading, link, depth)
            elif tag == _MC + "AlternateContent":
                chosen = _chosen(child)
                if chosen is not None:
                    self._inlines(chosen, state, reading, link, depth)
            elif tag == _W + "subDoc":
                self._tell("embedded-document", "another document is embedded here", reading)
            elif str(tag).startswith(_MATH):
                words = "".join(one.text or "" for one in child.iter(_MATH + "t"))
                self._add(state, reading, words, Run("", link=link))
                self._tell("formula", "a formula is kept as plain words", reading)
            elif tag != _W + "pPr":
                self._marker(child, state, reading)

    def _skipped(self, element: Element, state: _State) -> None:
        """Pass over what is deleted, but for the bookmarks and field codes in it."""
        for child in element.iter(
            _W + "bookmarkStart",
            _W + "bookmarkEnd",
            _W + "commentRangeStart",
            _W + "commentRangeEnd",
        ):
            self._marker(child, state, None)

    def _marker(self, element: Element, state: _State, reading: _Paragraph | None) -> None:
        """Note where bookmarks and comments begin and end."""
        identifier = element.get(_W + "id", "")
        if element.tag == _W + "bookmarkStart":
            name = element.get(_W + "name", "")
            number = name.removeprefix(PREFIX)
            if number != name and number.isdecimal() and number.isascii() and len(number) < 9:
                # LibreOffice writes no end where a field goes on in the next paragraph.
                if identifier not in state.paired:
                    state.halves.add(identifier)
                state.open_fields[identifier] = int(number)
                state.emptied.add(int(number))
            elif reading is not None:
                reading.line.marks.add(name)
            else:
                state.waiting.add(name)
        elif element.tag == _W + "bookmarkEnd":
            state.open_fields.pop(identifier, None)
        elif element.tag == _W + "commentRangeStart":
            state.comments.add(identifier)
            self._begin_remark(identifier, reading)
        elif element.tag == _W + "commentRangeEnd":
            state.comments.discard(identifier)

    def _begin_remark(self, identifier: str, reading: _Paragraph | None) -> None:
        remark = self.remarks.get(identifier)
        if remark is not None and reading is not None and not remark.place:
            remark.place = reading.line.place

    def _run(
        self, element: Element, state: _State, reading: _Paragraph, link: str, depth: int
    ) -> None:
        properties = element.find(_W + "rPr")
        look = self._look(properties, link)
        if look is None:
            words = "".join(child.text or "" for child in element.iter(_W + "t"))
            if words.strip() and not state.toc:
                self._tell("hidden-text", "hidden words are left out", reading)
            for child in element.iter(_W + "fldChar", _W + "instrText"):
                self._in_run(child, state, reading, Run(""), depth)
            return
        font = ""
        if properties is not None:
            fonts = properties.find(_W + "rFonts")
            font = "" if fonts is None else fonts.get(_W + "ascii", "")
        for child in element:
            if child.tag == _W + "t" and font:
                self._add(state, reading, _without_private(child.text or "", font), look)
            else:
                self._in_run(child, state, reading, look, depth)
        if properties is not None and not state.toc:
            self._looks_lost(element, properties, reading)

    def _in_run(
        self, child: Element, state: _State, reading: _Paragraph, look: Run, depth: int
    ) -> None:
        tag = child.tag
        if not isinstance(tag, str) or not tag.startswith(_W):
            if tag == _MC + "AlternateContent":
                chosen = _chosen(child)
                for one in chosen if chosen is not None else ():
                    self._in_run(one, state, reading, look, depth)
            return
        match tag[len(_W) :]:
            case "t" | "delText":
                self._add(state, reading, child.text or "", look)
            case "tab" | "ptab":
                self._add(state, reading, "\t", look)
            case "br" | "cr":
                if child.get(_W + "type") == "page":
                    if reading.length:
                        reading.break_after = True
                    else:
                        reading.break_before = True
                else:
                    self._add(state, reading, "\n", look)
            case "noBreakHyphen":
                self._add(state, reading, "\u2011", look)
            case "softHyphen":
                self._add(state, reading, "\u00ad", look)
            case "sym":
                self._symbol(child, state, reading, look)
            case "fldChar":
                self._field_char(child.get(_W + "fldCharType", ""), state, reading)
            case "instrText" | "delInstrText":
                if state.codes and not state.codes[-1].result:
                    state.codes[-1].instruction += child.text or ""
            case "footnoteReference" | "endnoteReference":
                self._note(child, tag[len(_W) :].removesuffix("Reference"), state, reading, look)
            case "footnoteRef" | "endnoteRef":
                reading.own_mark = True
            case "commentReference":
                self._begin_remark(child.get(_W + "id", ""), reading)
                self._remarked(child.get(_W + "id", ""), "", state.number())
            case "drawing" | "pict" | "object":
                self._drawing(child, state, reading, depth)
            case "ruby":
                base = child.find(_W + "rubyBase")
                if base is not None:
                    self._inlines(base, state, reading, look.link, depth)
                if not state.toc:
                    self._tell_once("ruby", "the small letters above words are left out", reading)
            case _:
                pass

    def _looks_lost(self, element: Element, properties: Element, reading: _Paragraph) -> None:
        """Tell of formatting that says something and cannot be carried over."""
        for child in properties:
            name = str(child.tag)[len(_W) :]
            message = _LOOKS.get(name) if str(child.tag).startswith(_W) else None
            if message is None or child.get(_W + "val", "1").lower() in {*_OFF, "baseline", "auto"}:
                continue
            words = "".join(one.text or "" for one in element.iterfind(_W + "t"))
            if words.strip():
                self._tell_once("formatting", message, reading)

    def _symbol(self, child: Element, state: _State, reading: _Paragraph, look: Run) -> None:
        try:
            code = int(child.get(_W + "char", ""), 16)
        except ValueError:
            return
        font = child.get(_W + "font", "")
        found = sign(font, code)
        if found is None and not state.toc:
            what = f"a sign of the font {font or 'of its paragraph'} is read as {UNKNOWN}"
            self._tell_once("symbol", what, reading)
        self._add(state, reading, found or UNKNOWN, look)

    def _look(self, properties: Element | None, link: str) -> Run | None:
        """Return a run without words in the look of ``w:rPr``, or None for hidden words."""
        if properties is None:
            return Run("", link=link)
        if self._view == "rejected":
            change = properties.find(f"{_W}rPrChange/{_W}rPr")
            properties = properties if change is None else change
        if _on(properties, "vanish"):
            return None
        role = ""
        for identifier in self._chain(_value(properties, "rStyle")):
            found = character_role(self._styles[identifier].name)
            if found is not None:
                role = found
                break
        return Run("", role, link, bold=_on(properties, "b"), italic=_on(properties, "i"))

    def _add(self, state: _State, reading: _Paragraph, text: str, look: Run) -> None:
        if not text or state.toc or (state.codes and not all(one.result for one in state.codes)):
            return
        number = state.number()
        link = look.link or next(
            (found for code in reversed(state.codes) if (found := self._code_link(code))), ""
        )
        reading.line.runs.append(replace(look, text=text, field=number, link=link))
        reading.length += len(text)
        if number is not None:
            state.emptied.discard(number)
        for identifier in state.comments:
            self._remarked(identifier, text, number)

    def _remarked(self, identifier: str, text: str, number: int | None) -> None:
        remark = self.remarks.get(identifier)
        if remark is None:
            return
        remark.quoted += text
        if number is not None and number not in remark.fields:
            remark.fields.append(number)

    def _field_char(self, kind: str, state: _State, reading: _Paragraph) -> None:
        if not self._whole_fields:
            return
        if kind == "begin":
            state.codes.append(_Code())
        elif kind == "separate" and state.codes:
            state.codes[-1].result = True
            if _is_contents(state.codes[-1].instruction) and not state.toc:
                state.toc = len(state.codes)
                reading.after.append(Toc())
        elif kind == "end" and state.codes:
            code = state.codes.pop()
            if state.toc and len(state.codes) < state.toc:
                state.toc = 0
            self._code_ended(code, reading)

    def _code_ended(self, code: _Code, reading: _Paragraph) -> None:
        if code.instruction.split()[:1] == ["SEQ"]:
            reading.sequence_end = reading.length

    def _code_link(self, code: _Code) -> str:
        words: list[str] = [one or other for one, other in _INSTRUCTION.findall(code.instruction)]
        if not words:
            return ""
        name = words[0].upper()
        if name == "HYPERLINK" and len(words) > 1:
            if "\\l" in words:
                at = words.index("\\l")
                return f"#{words[at + 1]}" if at + 1 < len(words) else ""
            return words[1]
        if name in {"REF", "PAGEREF"} and "\\h" in words:
            return f"#{words[1]}"
        return ""

    def _address(self, element: Element, state: _State) -> str:
        relation = state.part.relations.get(element.get(_R + "id", ""))
        if relation is not None and relation.external:
            return relation.target
        anchor = str(element.get(_W + "anchor", ""))
        return f"#{anchor}" if anchor else ""

    def _note(
        self, element: Element, kind: str, state: _State, reading: _Paragraph, look: Run
    ) -> None:
        if state.toc:
            return
        units = self._notes.get(kind, {}).get(element.get(_W + "id", ""))
        if units is None:
            return
        reading.line.runs.append(
            replace(look, text=NOTE, role="note", field=state.number(), note=units)
        )
        reading.length += 1

    def _drawing(self, element: Element, state: _State, reading: _Paragraph, depth: int) -> None:
        if state.toc:
            return
        boxes = list(_outermost(element, _W + "txbxContent"))
        for box in boxes:
            if depth >= DEEPEST:
                raise ValueError("text boxes stand in text boxes too deep")
            inner = _State(state.part, state.paired)
            reading.after += self._blocks(
                box, inner, f"{reading.line.place}, text box, ", depth + 1
            )
            self._tell("text-box", "the words of a text box follow their paragraph", reading)
        if boxes:
            return
        named = next(element.iter(_WP + "docPr"), None)
        data = next((one for one in element.iter() if str(one.tag).endswith("}graphicData")), None)
        uri = data.get("uri", "") if data is not None else ""
        kind = {_CHART: "chart", _PICTURE: "picture"}.get(uri, "drawing")
        if element.tag == _W + "object":
            kind = "object"
        elif element.tag == _W + "pict":
            kind = (
                "picture"
                if any(str(one.tag).endswith("}imagedata") for one in element.iter())
                else "drawing"
            )
            if any(
                one.get("{urn:schemas-microsoft-com:office:office}hr") for one in element.iter()
            ):
                kind = "rule"
        figure = Figure(kind, place=reading.line.place)
        if named is not None:
            figure.description = named.get("descr", "")
            figure.title = named.get("title", "") or named.get("name", "")
        if kind == "picture":
            self._picture(figure, element, state, reading)
        reading.after.append(figure)

    def _picture(
        self, figure: Figure, element: Element, state: _State, reading: _Paragraph
    ) -> None:
        """Give a picture that the file holds its data and width."""
        blip = next(element.iter(_A + "blip"), None)
        relation = None
        if blip is not None:
            relation = state.part.relations.get(blip.get(_R + "embed", ""))
        if relation is None or relation.external:
            return
        part = self._file.parts.get(relation.target)
        if part is not None and self._is_bearable(part):
            figure.data = part.data
        extent = next(element.iter(_WP + "extent"), None)
        wide = extent.get("cx", "") if extent is not None else ""
        figure.width = int(wide) / _EMU_PER_POINT if wide.isdigit() and len(wide) < 12 else 0.0
        cut = next(element.iter(_A + "srcRect"), None)
        turned = next((one.get("rot", "0") for one in element.iter(_A + "xfrm")), "0")
        if turned != "0" or (cut is not None and any(cut.get(side, "0") != "0" for side in "ltrb")):
            words = f" (“{figure.description[:60]}”)" if figure.description else ""
            message = f"a picture{words} is cut or turned in the file; it stands whole and upright"
            self._tell("not-carried-over", message, reading)

    def _is_bearable(self, part: FilePart) -> bool:
        """Whether a picture may be unpacked, with all that were so far."""
        if part.name not in self._unpacked:
            self._unpacked[part.name] = points(part.data)
        return sum(self._unpacked.values()) <= MOST_POINTS

    def widths(self) -> dict[str, list[float]]:
        """Return the widths that the pictures of the base were built with, by their digests."""
        found: dict[str, list[float]] = {}
        for entry in self._widths.split():
            digest, _, width = entry.partition(":")
            if re.fullmatch(r"\d{1,5}\.\d\d", width):
                found.setdefault(digest, []).append(float(width))
        return found

    def picture(self, node: Image) -> Image:
        """Return a picture of the base with its data, where the file still has them."""
        if not self._by_digest:
            self._by_digest = {
                sha256(part.data).hexdigest(): part
                for part in self._file.parts.values()
                if part.content_type.startswith("image/")
            }
        known = self._by_digest.get(node.digest)
        for part in self._by_digest.values() if known is None else (known,):
            try:
                found = measured(part.data) if self._is_bearable(part) else None
            except PictureError:
                continue
            if found is not None and (
                part is known or is_smaller_copy(found.pixels, found.look, node.pixels, node.look)
            ):
                return replace(
                    node,
                    media_type=found.media_type,
                    data=found.data,
                    pixels=found.pixels,
                    look=found.look,
                )
        return node

    def _tell(self, code: str, message: str, reading: _Paragraph) -> None:
        self.problems.append((code, message, reading.line.place))

    def _tell_once(self, code: str, message: str, reading: _Paragraph) -> None:
        """Tell of what may stand in many places once, at the first of them."""
        place, count = self._often.get((code, message), (reading.line.place, 0))
        self._often[code, message] = place, count + 1


def _flat(parent: Element, gone: frozenset[str]) -> Iterator[Element]:
    """Yield what stands in a sequence, also within content controls and the like."""
    for child in parent:
        if child.tag in gone:
            continue
        if child.tag == _W + "sdt":
            content = child.find(_W + "sdtContent")
            if content is not None:
                yield from _flat(content, gone)
        elif child.tag in _THROUGH:
            yield from _flat(child, gone)
        elif child.tag == _MC + "AlternateContent":
            chosen = _chosen(child)
            if chosen is not None:
                yield from _flat(chosen, gone)
        elif child.tag not in {_W + "pPr", _W + "tcPr", _W + "trPr", _W + "tblPr", _W + "tblGrid"}:
            yield child


def _chosen(element: Element) -> Element | None:
    """Return the first choice of alternatives: programs of today know what it asks for."""
    choice = element.find(_MC + "Choice")
    return choice if choice is not None else element.find(_MC + "Fallback")


def _value(element: Element, name: str) -> str:
    child = element.find(_W + name)
    return "" if child is None else str(child.get(_W + "val", ""))


def _on(element: Element, name: str) -> bool:
    child = element.find(_W + name)
    return child is not None and child.get(_W + "val", "1").lower() not in _OFF


def _whole(text: str | None, default: int = 0) -> int:
    try:
        return int(float(text)) if text else default
    except (ValueError, OverflowError):
        return default


def _number(properties: Element, inherited: tuple[str, int] | None) -> tuple[str, int] | None:
    """Return the list and the level that a paragraph or style names, over those inherited."""
    own = properties.find(_W + "numPr")
    if own is None:
        return inherited
    number = _value(own, "numId") or (inherited[0] if inherited else "")
    level = _value(own, "ilvl")
    if not number:
        return inherited
    return number, min(8, max(0, _whole(level, inherited[1] if inherited else 0)))


def _outline(properties: Element) -> int | None:
    found = _value(properties, "outlineLvl")
    return _whole(found, 9) if found else None


def _is_contents(instruction: str) -> bool:
    """Whether a field is a table of contents, and not a list of figures or tables."""
    words = instruction.split()
    return words[:1] == ["TOC"] and not {"\\c", "\\a"} & set(words)


def _is_first_row(properties: Element) -> bool:
    """Whether a row has the look that a table style gives to its head."""
    look = properties.find(_W + "cnfStyle")
    return look is not None and (
        look.get(_W + "firstRow", "0") in {"1", "true"} or look.get(_W + "val", "").startswith("1")
    )


def _is_drop_cap(properties: Element) -> bool:
    frame = properties.find(_W + "framePr")
    return frame is not None and frame.get(_W + "dropCap", "none") != "none"


def _outermost(element: Element, tag: str) -> Iterator[Element]:
    """Yield what has a tag and stands in nothing that has it; of alternatives, in one."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag == _MC + "AlternateContent":
            chosen = _chosen(child)
            if chosen is not None:
                yield from _outermost(chosen, tag)
        else:
            yield from _outermost(child, tag)


def _without_private(text: str, font: str) -> str:
    """Return words with the signs of a font that has codes of its own as real characters."""
    if not any("\uf000" <= char <= "\uf0ff" for char in text):
        return text
    return "".join(
        (sign(font, ord(char)) or char) if "\uf000" <= char <= "\uf0ff" else char for char in text
    )


def _is_empty(unit: Unit) -> bool:
    return isinstance(unit, Line) and not unit.runs and not unit.marks and not unit.emptied


def _without(runs: list[Run], count: int) -> list[Run]:
    """Return runs without their first ``count`` characters."""
    kept = []
    for run in runs:
        if count >= len(run.text):
            count -= len(run.text)
        elif count:
            kept.append(replace(run, text=run.text[count:]))
            count = 0
        else:
            kept.append(run)
    return kept


def _joined(runs: list[Run]) -> list[Run]:
    """Return runs with neighbours of one look joined: programs split them at will."""
    out: list[Run] = []
    for run in runs:
        last = out[-1] if out else None
        alike = last is not None and last.note is None and replace(run, text=last.text) == last
        if last is not None and alike:
            out[-1] = replace(last, text=last.text + run.text)
        else:
            out.append(run)
    return out
