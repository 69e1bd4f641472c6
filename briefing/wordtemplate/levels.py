"""What each tag repeats or leaves out: words, whole paragraphs, cells or rows.

Docxtpl's users say it (``{%p``, ``{%tc``, ``{%tr``); from others it is understood:
a tag alone in its paragraph stands for the paragraph; a tag that begins in one cell
of a row and ends in another holds the row.  A mark is moved to where its level
says, so that whatever a loop repeats is whole elements of one parent.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field

from briefing.docx.cleaning import remove
from briefing.wordtemplate.marking import MARK, Marks
from briefing.wordtemplate.places import BLOCK_HOLDERS
from briefing.wordtemplate.tags import Level, Tag
from briefing.wordtemplate.xml import Element, add, qn

__all__ = ["Fault", "arrange"]

P, TC, TR, TBL = qn("w:p"), qn("w:tc"), qn("w:tr"), qn("w:tbl")
ANCHORS: dict[Level, str] = {"p": P, "tc": TC, "tr": TR}
NAMES: dict[Level, str] = {"p": "paragraph", "tc": "cell of a table", "tr": "row of a table"}
MIDDLE = {"else": {"if", "for"}, "elif": {"if"}}
CELL_TAGS = {"colspan", "cellbg", "vm", "hm"}
"""Docxtpl's tags for a cell: over how many columns, its colour, merged with its neighbours."""

_MAKES = re.compile(r"\{%\s*(?:macro|set)\s+(\w+)")
_PRINTS = re.compile(r"\{\{\s*(\w+)")

_SILENT = frozenset(
    qn(f"w:{name}")
    for name in (
        "pPr", "rPr", "bookmarkStart", "bookmarkEnd", "softHyphen", "tcPr", "trPr", "tblPrEx",
        "tblPr", "tblGrid", "sdtPr", "sdtEndPr", "sectPr",
    )
)  # fmt: skip
_THROUGH = frozenset(
    qn(f"w:{name}")
    for name in ("p", "r", "tc", "tr", "tbl", "sdt", "sdtContent", "hyperlink", "fldSimple")
)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that a tag does wrong, or (with ``warning``) that is lost by it."""

    tag: Tag
    code: str
    message: str
    hint: str | None = None
    warning: bool = False


@dataclass(slots=True, eq=False)
class _Group:
    """A tag with those that belong to it: for, else, endfor."""

    marks: list[Element]
    level: Level = "words"
    explicit: bool = False


@dataclass(slots=True)
class _Arranger:
    marks: Marks
    blocks: frozenset[str]
    faults: list[Fault] = field(default_factory=list)
    groups: list[_Group] = field(default_factory=list)

    def tag(self, mark: Element) -> Tag:
        return self.marks.tags[int(mark.get("n", "0"))]


def arrange(root: Element, marks: Marks, blocks: frozenset[str] = frozenset()) -> list[Fault]:
    """Move the marks of a part to where their levels say; return what is wrong.

    ``blocks`` are the names whose calls print whole paragraphs.
    """
    own = _Arranger(marks, blocks)
    for mark in list(root.iter(MARK)):
        _join(own, mark)
    _pair(own, list(root.iter(MARK)))
    if own.faults:
        return own.faults
    cells = [mark for mark in root.iter(MARK) if own.tag(mark).word in CELL_TAGS]
    for group in own.groups:
        _level(own, group)
    if own.faults:
        return own.faults
    _paragraphs(own)
    for anchor in ("tr", "tc"):
        _boxes(own, anchor)
    for mark in cells:
        _cell_tag(own, mark)
    for group in own.groups:
        _whole(own, group)
    return own.faults


def _ancestor(mark: Element, tag: str) -> Element | None:
    return next(mark.iterancestors(tag), None)


def _holder(mark: Element) -> Element | None:
    return next((one for one in mark.iterancestors() if one.tag in BLOCK_HOLDERS), None)


# ── Paragraphs that a dash joins ───────────────────────────────────────────


def _join(own: _Arranger, mark: Element) -> None:
    """Make one paragraph of two where ``{%-`` or ``-%}`` says so."""
    tag, paragraph = own.tag(mark), _ancestor(mark, P)
    if paragraph is None or mark.getparent() is not paragraph:
        return
    if tag.joins_before:
        _drop_breaks(mark, forward=False)
    if tag.joins_after:
        _drop_breaks(mark, forward=True)
    inner = [child for child in paragraph if child.tag not in _SILENT]
    if tag.joins_before and inner[0] is mark:
        before = paragraph.getprevious()
        if before is not None and before.tag == P:
            _append(before, paragraph)
            paragraph = before
            inner = [child for child in paragraph if child.tag not in _SILENT]
    if tag.joins_after and inner[-1] is mark:
        after = paragraph.getnext()
        if after is not None and after.tag == P:
            _append(paragraph, after)


def _drop_breaks(mark: Element, *, forward: bool) -> None:
    """Take out the line breaks between a mark and the words beside it."""
    run = mark.getnext() if forward else mark.getprevious()
    while run is not None and run.tag == qn("w:r"):
        for child in list(run) if forward else list(reversed(run)):
            if child.tag == qn("w:rPr"):
                continue
            if not _is_line_break(child):
                return
            run.remove(child)
        done, run = run, run.getnext() if forward else run.getprevious()
        remove(done)


def _is_line_break(child: Element) -> bool:
    return child.tag == qn("w:br") and child.get(qn("w:type"), "textWrapping") == "textWrapping"


def _append(first: Element, second: Element) -> None:
    for child in list(second):
        if child.tag != qn("w:pPr"):
            first.append(child)
    remove(second)


# ── Which tags belong together ─────────────────────────────────────────────


def _pair(own: _Arranger, marks: Sequence[Element]) -> None:
    opened: list[_Group] = []
    for mark in marks:
        tag = own.tag(mark)
        first = own.tag(opened[-1].marks[0]) if opened else None
        if tag.kind != "statement":
            own.groups.append(_Group([mark]))
        elif tag.opens:
            opened.append(_Group([mark]))
        elif tag.word in MIDDLE:
            if first is None or first.word not in MIDDLE[tag.word]:
                message = f"{{% {tag.word} %}} stands in no {{% if %}}"
                own.faults.append(Fault(tag, "template-syntax", message))
            else:
                opened[-1].marks.append(mark)
        elif tag.word.startswith("end"):
            at = next(
                (i for i in range(len(opened) - 1, -1, -1)
                 if own.tag(opened[i].marks[0]).opens == tag.word),
                None,
            )  # fmt: skip
            if at is None:
                hint = f"write {{% {tag.word[3:]} … %}} where it begins, or leave it out"
                message = f"{{% {tag.word} %}} ends nothing that has begun"
                own.faults.append(Fault(tag, "template-syntax", message, hint))
                continue
            _open(own, opened[at + 1 :])
            del opened[at + 1 :]
            opened[-1].marks.append(mark)
            own.groups.append(opened.pop())
        else:
            own.groups.append(_Group([mark]))
    _open(own, opened)


def _open(own: _Arranger, groups: Sequence[_Group]) -> None:
    for group in groups:
        tag = own.tag(group.marks[0])
        message = f"{{% {tag.word} %}} is not closed"
        hint = f"write {{% {tag.opens} %}} where it ends"
        own.faults.append(Fault(tag, "template-syntax", message, hint))


# ── Levels ─────────────────────────────────────────────────────────────────


def _level(own: _Arranger, group: _Group) -> None:
    order: tuple[Level, ...] = ("words", "p", "tc", "tr")
    tags = [own.tag(mark) for mark in group.marks]
    if tags[0].kind == "print":
        _print_level(own, group, tags[0])
        return
    level = max((tag.level for tag in tags), key=order.index)
    if level != "words":
        group.level, group.explicit = level, True
        for mark, tag in zip(group.marks, tags, strict=True):
            if _ancestor(mark, ANCHORS[level]) is None:
                message = f"{{%{level} stands in no {NAMES[level]}"
                own.faults.append(Fault(tag, "template-place", message))
        return
    holders = {_holder(mark) for mark in group.marks}
    if len(holders) == 1:
        return
    rows = [_ancestor(mark, TR) for mark in group.marks]
    tables = {_ancestor(row, TBL) if row is not None else None for row in rows}
    if len(tables) == 1 and None not in tables:
        group.level = "tr"
    else:
        _apart(own, group)


def _print_level(own: _Arranger, group: _Group, tag: Tag) -> None:
    if tag.level in {"tr", "tc"}:
        message = f"a value cannot take the place of a {NAMES[tag.level]}"
        hint = f"put {{{{ … }}}} into a cell, and what repeats it into {{%{tag.level} for … %}}"
        own.faults.append(Fault(tag, "template-place", message, hint))
    elif tag.level == "p":
        group.level, group.explicit = "p", True


def _apart(own: _Arranger, group: _Group) -> None:
    first, last = own.tag(group.marks[0]), own.tag(group.marks[-1])
    other = next((own.tag(m) for m in group.marks if own.tag(m).inside != first.inside), last)
    message = f"{first.shown} begins here, but {other.shown} stands in {other.inside}"
    hint = "put both into the same cell, the same row, or the same part of the text"
    own.faults.append(Fault(first, "template-place", message, hint))


def _paragraphs(own: _Arranger) -> None:
    """Let tags that stand alone in their paragraphs take the place of these."""
    group_of = {mark: group for group in own.groups for mark in group.marks}
    inside: dict[Element, list[Element]] = {}
    for mark, group in group_of.items():
        paragraph = _ancestor(mark, P)
        if paragraph is not None and group.level in {"words", "p"}:
            inside.setdefault(paragraph, []).append(mark)
    lone: dict[Element | None, bool] = {
        paragraph: _is_bare(paragraph) and all(own.tag(m).kind != "print" for m in marks)
        for paragraph, marks in inside.items()
    }
    chosen = {
        group
        for group in own.groups
        if group.level == "words"
        and own.tag(group.marks[0]).kind != "print"
        and own.tag(group.marks[0]).word not in CELL_TAGS
        and all(lone.get(_ancestor(mark, P), False) for mark in group.marks)
    }
    shrunk = True
    while shrunk:
        shrunk = False
        for marks in inside.values():
            groups = {group_of[mark] for mark in marks}
            if any(group.level == "words" and group not in chosen for group in groups):
                shrunk = shrunk or bool(groups & chosen)
                chosen -= groups
    for group in chosen:
        group.level = "p"
    _printed_paragraphs(own, inside)
    for paragraph in [one for one in inside if any(group_of[m].level == "p" for m in inside[one])]:
        taken = [
            mark
            for mark in paragraph.iter(MARK)
            if mark in group_of and group_of[mark].level == "p"
        ]
        _replace(own, paragraph, taken, "p")


def _printed_paragraphs(own: _Arranger, inside: dict[Element, list[Element]]) -> None:
    """Let what prints whole paragraphs take the place of the paragraph that it stands in."""
    names = set(own.blocks)
    for group in own.groups:
        found = _MAKES.match(own.tag(group.marks[0]).text)
        if found and group.level == "p":
            names.add(found.group(1))
    for group in own.groups:
        tag = own.tag(group.marks[0])
        found = _PRINTS.match(tag.text)
        if not found or found.group(1) not in names or group.level == "p":
            continue
        paragraph = _ancestor(group.marks[0], P)
        if paragraph is not None and _is_bare(paragraph) and inside.get(paragraph) == group.marks:
            group.level = "p"
            continue
        message = f"{found.group(1)} makes paragraphs, so it cannot stand inside one"
        hint = "give the tag a paragraph of its own"
        own.faults.append(Fault(tag, "template-place", message, hint))


def _is_bare(element: Element) -> bool:
    """Whether nothing is seen of an element but its tags."""
    for child in element:
        if child.tag == qn("w:t"):
            if (child.text or "").strip():
                return False
        elif child.tag in _THROUGH:
            if not _is_bare(child):
                return False
        elif child.tag == qn("w:tab") or _is_line_break(child):
            continue
        elif child.tag not in _SILENT and child.tag != MARK:
            return False
    return True


def _replace(own: _Arranger, element: Element, marks: Sequence[Element], level: Level) -> None:
    """Put marks in the place of the element that they stand in."""
    parent = element.getparent()
    assert parent is not None
    at = parent.index(element)
    look = element.find(qn("w:pPr")) if level == "p" else None
    for number, mark in enumerate(marks):
        remove(mark)
        if look is not None and own.tag(mark).kind == "print":
            kept = deepcopy(look)
            for section in kept.findall(qn("w:sectPr")):
                kept.remove(section)
            mark.insert(0, kept)
        parent.insert(at + number, mark)
    if not _is_bare(element) or next(element.iter(MARK), None) is not None:
        tag = own.tag(marks[0])
        message = f"what else stands in the {NAMES[level]} of {tag.shown} is left out"
        hint = f"give the tag a {NAMES[level]} of its own, or write {{% without {level}"
        own.faults.append(Fault(tag, "lost-beside-tag", message, hint, warning=True))
    if level == "p" and element.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
        # The paragraph ends a section, whose page must not be lost.
        for child in list(element):
            if child.tag != qn("w:pPr"):
                element.remove(child)
    else:
        parent.remove(element)


def _boxes(own: _Arranger, level: Level) -> None:
    """Let tags stand before, after or in the place of rows or cells."""
    group_of = {mark: group for group in own.groups if group.level == level for mark in group.marks}
    boxes: dict[Element, list[Element]] = {}
    for mark in group_of:
        box = _ancestor(mark, ANCHORS[level])
        assert box is not None
        boxes.setdefault(box, []).append(mark)
    for box, found in boxes.items():
        marks = [mark for mark in box.iter(MARK) if mark in found]
        here = [group_of[mark] for mark in marks]
        round_it = any(
            group.marks[0] in found and group.marks[-1] in found and len(group.marks) > 1
            for group in here
        )
        bare = _is_bare(box) and len(list(box.iter(MARK))) == len(marks)
        if not round_it and (bare or any(group.explicit for group in here)):
            _replace(own, box, marks, level)
            continue
        for mark in marks:
            _beside(own, box, mark, group_of[mark])


def _beside(own: _Arranger, box: Element, mark: Element, group: _Group) -> None:
    tag = own.tag(mark)
    paragraph = _ancestor(mark, P)
    parent = box.getparent()
    assert parent is not None
    if mark is group.marks[0]:
        remove(mark)
        box.addprevious(mark)
    elif mark is group.marks[-1]:
        remove(mark)
        last = box
        while (following := last.getnext()) is not None and following.tag == MARK:
            if not following.get("after"):
                break
            last = following
        mark.set("after", "1")
        last.addnext(mark)
    else:
        message = f"{{% {tag.word} %}} stands among other words of a {NAMES[group.level]}"
        hint = f"give it a {NAMES[group.level]} of its own"
        own.faults.append(Fault(tag, "template-place", message, hint))
        return
    if paragraph is not None and _is_bare(paragraph) and paragraph.find(MARK) is None:
        holder = paragraph.getparent()
        if holder is not None and len(holder.findall(P)) > 1:
            remove(paragraph)


# ── Docxtpl's tags for a cell ──────────────────────────────────────────────


def _cell_tag(own: _Arranger, mark: Element) -> None:
    tag = own.tag(mark)
    cell, paragraph = _ancestor(mark, TC), _ancestor(mark, P)
    if cell is None or paragraph is None:
        message = f"{{% {tag.word} %}} stands in no cell of a table"
        own.faults.append(Fault(tag, "template-place", message))
        return
    properties = cell.find(qn("w:tcPr"))
    if properties is None:
        properties = add(cell, "w:tcPr")
        cell.insert(0, properties)
    expression = tag.text[2:-2].strip()[len(tag.word) :].strip()

    def printed(text: str) -> str:
        made = Tag(text, "print", "words", "", tag.start, tag.end, tag.paragraph, tag.inside)
        return f"\ue000{own.marks.add(made)}\ue001"

    def statement(text: str, word: str) -> Element:
        return own.marks.element(
            Tag(text, "statement", "words", word, tag.start, tag.end, tag.paragraph, tag.inside)
        )

    if tag.word == "colspan":
        _property(properties, "gridSpan", val=printed(f"{{{{ {expression} }}}}"))
    elif tag.word == "cellbg":
        fill = printed(f"{{{{ {expression} }}}}")
        _property(properties, "shd", val="clear", color="auto", fill=fill)
    elif tag.word == "vm":
        text = '{{ "restart" if loop.first else "continue" }}'
        _property(properties, "vMerge", val=printed(text))
        own_properties = paragraph.find(qn("w:pPr"))
        at = 0 if own_properties is None else 1
        paragraph.insert(at, statement("{% if loop.first %}", "if"))
        paragraph.append(statement("{% endif %}", "endif"))
    else:
        span = properties.find(qn("w:gridSpan"))
        old = span.get(qn("w:val"), "1") if span is not None else "1"
        times = int(old) if old.isdigit() and 0 < int(old) < 64 else 1
        _property(
            properties, "gridSpan", val=printed(f"{{{{ {' + '.join(['loop.length'] * times)} }}}}")
        )
        cell.addprevious(statement("{% if loop.first %}", "if"))
        cell.addnext(statement("{% endif %}", "endif"))
    remove(mark)


_CELL_ORDER = ("tcW", "gridSpan", "hMerge", "vMerge", "tcBorders", "shd")


def _property(properties: Element, name: str, **values: str) -> None:
    """Set a cell's property in its place in the order of the schema."""
    old = properties.find(qn(f"w:{name}"))
    if old is not None:
        properties.remove(old)
    element = add(properties, f"w:{name}", **values)
    before = {qn(f"w:{one}") for one in ("cnfStyle", *_CELL_ORDER[: _CELL_ORDER.index(name)])}
    at = sum(child.tag in before for child in properties if child is not element)
    properties.insert(at, element)


# ── Nothing is cut in two ──────────────────────────────────────────────────


def _whole(own: _Arranger, group: _Group) -> None:
    """Report a group whose tags do not stand in one parent, or in paragraphs of one parent."""
    placed = [mark for mark in group.marks if mark.getparent() is not None]
    if len({mark.getparent() for mark in placed}) <= 1:
        return
    paragraphs = {mark.getparent() for mark in placed}
    if all(one is not None and one.tag == P for one in paragraphs) and (
        len({one.getparent() for one in paragraphs if one is not None}) == 1
    ):
        return
    _apart(own, group)
