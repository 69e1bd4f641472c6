"""What a person changed in one edited file, as edits of records."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from briefing.document import (
    Blocks,
    BulletList,
    Callout,
    Chart,
    Code,
    CodeBlock,
    Contents,
    DefinitionList,
    Document,
    Field,
    Heading,
    Image,
    Inline,
    Inlines,
    ListItem,
    OrderedList,
    Origin,
    Paragraph,
    Quote,
    Revised,
    Row,
    Table,
    Turned,
    fields,
    inline_text,
    walk_blocks,
    walk_inlines,
)
from briefing.document import Text as Words
from briefing.problems import Place, Problem
from briefing.pulling.folding import alike, meant

if TYPE_CHECKING:
    from briefing.docx.read.reading import Occurrence, Reading

__all__ = [
    "Added",
    "Dropped",
    "Edits",
    "Moved",
    "Note",
    "OwnWords",
    "Text",
    "edits_of",
    "read_edits",
]

Items = tuple[str, str]
"""A record and the path of one of its lists."""


@dataclass(frozen=True, slots=True)
class Text:
    """New words for a field; ``versions`` has more than one where places differ.

    ``changed`` of ``places`` places in the file were changed; ``paragraphs`` is the
    number of paragraphs that the words stand in now.
    """

    origin: Origin
    old: str
    versions: tuple[str, ...]
    changed: int
    places: int
    paragraphs: int = 1


@dataclass(frozen=True, slots=True)
class Dropped:
    """An item of a record's list that is nowhere in the file any more.

    ``others`` are the words of the list's other items when the file was built.
    """

    record: str
    path: str
    language: str
    text: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lost:
    """Words of a record that the file has no more, although it still has its neighbours.

    ``places`` counts where they stood, ``left`` where they still stand.  No edit of the
    record comes of it: a brief may leave out what its record goes on to say.
    """

    origin: Origin
    text: str
    places: int
    left: int


@dataclass(frozen=True, slots=True)
class Moved:
    """Items of a record's list that stand in another order.

    ``order`` are their old indexes, ``texts`` their words when the file was built,
    ``now`` those of the file, all in the new order.
    """

    record: str
    path: str
    order: tuple[int, ...]
    texts: tuple[str, ...]
    now: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Added:
    """A new item in a list or a table that shows a record's list, behind item ``after``.

    It stands behind or before a neighbour that says ``beside``.
    """

    record: str
    path: str
    after: int
    rest: str
    language: str
    text: str
    beside: str
    behind: bool


@dataclass(frozen=True, slots=True)
class Note:
    """A comment that somebody left; ``origin`` is the field it hangs on, where it does."""

    author: str
    date: str
    text: str
    quoted: str
    origin: Origin | None
    place: str


@dataclass(frozen=True, slots=True)
class OwnWords:
    """A paragraph whose words outside every record differ; ``…`` stands for a field.

    ``old`` is empty where the paragraph is new, ``new`` where it was deleted.
    """

    old: str
    new: str


@dataclass(slots=True)
class Edits:
    """Everything that one file brings back.

    ``left_out`` are the records of which a whole part was taken out of the file;
    ``signs`` counts changes of nothing but quotes, dashes and spaces; ``is_own`` says
    that words of no record were edited, too, and ``own`` which: all but those that came
    or went together with a field, which is told elsewhere.
    """

    file: str
    identifier: str = ""
    texts: list[Text] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)
    added: list[Added] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    signs: int = 0
    own: tuple[OwnWords, ...] = ()
    is_own: bool = False
    tracked: int = 0


def read_edits(data: bytes, name: str, *, rejected: bool = False, exact: bool = False) -> Edits:
    """Return what a DOCX brings back; a file that can't be read brings its problem alone."""
    from briefing.docx.read import Refused, read

    try:
        reading = read(data, name, view="rejected" if rejected else "accepted")
    except Refused as error:
        return Edits(name, problems=[error.problem])
    if reading.base is None:
        message = "does not say how it was built, so that edits in it can't be told"
        hint = "name a DOCX that `briefing build` wrote and people edited"
        return Edits(name, problems=[Problem("no-base", message, Place(name), hint)])
    return edits_of(reading, name, exact=exact)


def edits_of(reading: Reading, name: str, *, exact: bool = False) -> Edits:
    """Return what a reading brings back.

    With ``exact``, quotes, dashes and spaces count as a person's changes, too.
    """
    assert reading.base is not None
    found = Edits(name, reading.base.meta.identifier, tracked=reading.tracked)
    by_origin: dict[Origin, list[Occurrence]] = {}
    for one in reading.occurrences:
        by_origin.setdefault(one.origin, []).append(one)
    for origin, places in by_origin.items():
        text = _text(origin, places, found, exact=exact)
        if text is not None:
            found.texts.append(text)
    _missing(reading, by_origin, found)
    found.moved += _moved(by_origin)
    found.added += _added(reading.base, reading.document)
    found.notes += _notes(reading)
    found.problems += [problem for problem in reading.problems if problem.code != "formatting"]
    added = {line for one in found.added for line in one.text.split("\n")}
    before = _own_lines(reading.base)
    now = [line for line in _own_lines(reading.document) if line.words not in added]
    found.is_own = [line.key for line in now] != [line.key for line in before]
    if found.is_own:
        found.own = tuple(_differing(before, now))
    return found


def _text(
    origin: Origin, places: Sequence[Occurrence], found: Edits, *, exact: bool
) -> Text | None:
    changed: dict[str, int] = {}
    paragraphs = 1
    for one in places:
        if not one.new:
            continue
        now = "\n".join(part.strip() for part in one.new if part.strip())
        if not now:
            continue  # emptied: like one that is gone
        if now == one.old or set(one.new) == {one.old}:
            continue  # as it was, perhaps with a copy beside it
        if not exact:
            if alike(one.old, now):
                found.signs += 1
                continue
            now = meant(one.old, now)
        changed[now] = changed.get(now, 0) + 1
        paragraphs = max(paragraphs, len(one.new))
    if not changed:
        return None
    versions = tuple(sorted(changed, key=lambda text: -changed[text]))
    return Text(origin, places[0].old, versions, sum(changed.values()), len(places), paragraphs)


def _missing(reading: Reading, by_origin: dict[Origin, list[Occurrence]], found: Edits) -> None:
    """Find what the file has no more: items of lists, whole parts, words alone."""
    assert reading.base is not None
    gone = {
        number
        for places in by_origin.values()
        for one in places
        if not any(part.strip() for part in one.new)
        for number in one.numbers
    }
    if not gone:
        return
    parts = _parts_left_out(reading.base, gone)
    out = {number for numbers in parts.values() for number in numbers}
    kept = {
        origin: [one for one in places if not out.issuperset(one.numbers)]
        for origin, places in by_origin.items()
    }
    dropped = sorted(
        set(_dropped({origin: places for origin, places in kept.items() if places})),
        key=lambda one: (one.record, one.path, one.language),
    )
    found.left_out += sorted(parts)
    found.dropped += dropped
    items = {(one.record, one.path, one.language) for one in dropped}
    covered = out | _whole_parts(reading.base, gone)
    for origin, places in by_origin.items():
        left = [one for one in places if not gone.issuperset(one.numbers)]
        lost = [one for one in places if gone.issuperset(one.numbers)]
        if not lost or any(
            (origin.record, f"{path}/{index}", origin.language) in items
            for path, index, _ in _steps(origin)
        ):
            continue
        # With all of its row or item, words that stand elsewhere are gone for its sake.
        if all(covered.issuperset(one.numbers) for one in lost) and (
            left or all(out.issuperset(one.numbers) for one in lost)
        ):
            continue
        found.lost.append(Lost(origin, places[0].old, len(places), len(left)))


def _parts_left_out(base: Document, gone: set[int]) -> dict[str, set[int]]:
    """Return the numbers of fields under headings that are gone, by the record they are about."""
    found: dict[str, set[int]] = {}
    record = ""
    number = 0
    for block in base.blocks:
        nodes = list(fields(Document(base.meta, (block,))))
        numbers = range(number, number + len(nodes))
        number += len(nodes)
        if isinstance(block, Heading):
            away = bool(nodes) and gone.issuperset(numbers)
            record = nodes[0].origin.record if away else ""
        if record:
            about = [
                n for n, node in zip(numbers, nodes, strict=True) if node.origin.record == record
            ]
            found.setdefault(record, set()).update(set(about) & gone)
    return found


def _whole_parts(base: Document, gone: set[int]) -> set[int]:
    """Return the numbers of fields in items and rows of which nothing is left."""
    found: set[int] = set()
    # Each node stands in one place: a base is read from a file.
    places = {id(node): number for number, node in enumerate(fields(base))}
    for part, _ in _parts(base):
        nodes = [node for node in walk_inlines(_blocks_of(part)) if isinstance(node, Field)]
        numbers = [places[id(node)] for node in nodes]
        if gone.issuperset(numbers):
            found.update(numbers)
    return found


def _steps(origin: Origin) -> Iterator[tuple[str, int, str]]:
    """Yield (path of the list, index, what follows) for each list in a field's path."""
    parts = origin.path.split("/")
    for at, part in enumerate(parts):
        if part.isdigit() and at:
            yield "/".join(parts[:at]), int(part), "/".join(parts[at + 1 :])


def _dropped(
    by_origin: dict[Origin, list[Occurrence]],
) -> Iterator[Dropped]:
    alive: dict[tuple[str, str, int, str], bool] = {}
    words: dict[tuple[str, str, int, str], str] = {}
    texts: dict[tuple[str, str, int, str], bool] = {}
    for origin, places in by_origin.items():
        for path, index, rest in _steps(origin):
            key = (origin.record, path, index, origin.language)
            lives = any(part.strip() for one in places for part in one.new)
            if rest in {"", "text"}:
                texts[key] = texts.get(key, False) or lives
            alive[key] = alive.get(key, False) or lives
            if rest in {"", "text", "name", "title"}:
                words.setdefault(key, places[0].old)
    # Without its text an item is gone, though its facts were left behind.
    alive |= texts
    for (record, path, index, language), lives in alive.items():
        key = (record, path, index, language)
        # Its own words have to have stood there, not only what belongs to it.
        if lives or key not in words:
            continue
        above = [
            not alive.get((record, outer, number, language), True)
            for outer, number, _ in _steps(Origin(record, f"{path}/{index}", language))
            if outer != path
        ]
        if not any(above):
            others = tuple(
                text
                for other, text in words.items()
                if other != key and (other[0], other[1], other[3]) == (record, path, language)
            )
            yield Dropped(record, f"{path}/{index}", language, words[key], others)


def _moved(by_origin: dict[Origin, list[Occurrence]]) -> Iterator[Moved]:
    lists: dict[tuple[str, str, str, str], dict[int, list[Occurrence]]] = {}
    for origin, places in by_origin.items():
        steps = list(_steps(origin))
        if not steps:
            continue
        path, index, rest = steps[-1]
        if rest in {"", "text", "name", "title"}:
            lists.setdefault((origin.record, path, rest, origin.language), {})[index] = list(places)
    for (record, path, _, _), items in lists.items():
        if len(items) < 2:
            continue
        for rank in range(max(len(places) for places in items.values())):
            having = {
                index: places[rank]
                for index, places in items.items()
                if rank < len(places) and places[rank].position >= 0
            }
            before = sorted(having, key=lambda index: having[index].numbers)
            after = sorted(having, key=lambda index: having[index].position)
            # Where a template sorts, the order in the file is not that of the record.
            if before != after and before == sorted(before):
                texts = tuple(having[index].old for index in after)
                now = tuple(having[index].text or having[index].old for index in after)
                yield Moved(record, path, tuple(after), texts, now)
                break


def _added(base: Document, now: Document) -> Iterator[Added]:
    known = {part for part, _ in _parts(base)}
    said: set[str] = {inline_text(words) for part in known if (words := _words_of(part))}
    for part, siblings in _parts(now):
        if part in known or _is_of_record(part):
            continue
        at = siblings.index(part)
        for other, behind in (
            *((one, True) for one in reversed(siblings[:at])),
            *((one, False) for one in siblings[at + 1 :]),
        ):
            found = _added_beside(part, other, behind=behind)
            if found is not None:
                if found.text not in said:
                    yield found
                break


def _added_beside(part: ListItem | Row, other: ListItem | Row, *, behind: bool) -> Added | None:
    """Return a new part as an item of the list that its neighbour shows."""
    if isinstance(part, ListItem):
        origin = _lead(_words_of(other))
        words = inline_text(_words_of(part)).strip()
        before = inline_text(_words_of(other))
    else:
        assert isinstance(other, Row)
        if len(part.cells) != len(other.cells):
            return None
        origin, words, before = None, "", ""
        for mine, theirs in zip(part.cells, other.cells, strict=True):
            for block in theirs.blocks:
                lead = _lead(block.children) if isinstance(block, Paragraph) else None
                if lead is not None and lead.path.split("/")[-1] == "text":
                    origin = lead
                    before = inline_text(block.children) if isinstance(block, Paragraph) else ""
                    words = "\n".join(
                        inline_text(one.children)
                        for one in mine.blocks
                        if isinstance(one, Paragraph)
                    ).strip()
    steps = list(_steps(origin)) if origin is not None else []
    if not steps or not words or origin is None:
        return None
    path, index, rest = steps[-1]
    return Added(
        origin.record,
        path,
        index if behind else index - 1,
        rest,
        origin.language,
        words,
        before,
        behind,
    )


def _parts(
    document: Document,
) -> Iterator[tuple[ListItem | Row, tuple[ListItem | Row, ...]]]:
    """Yield each item and each row with all of its list or table."""
    for block in walk_blocks(document.blocks):
        if isinstance(block, BulletList | OrderedList):
            yield from ((item, block.items) for item in block.items)
        elif isinstance(block, Table):
            yield from ((row, block.body) for row in block.body)


def _words_of(part: ListItem | Row) -> Inlines:
    cells = part.cells[:1] if isinstance(part, Row) else (part,)
    first = next((block for cell in cells for block in cell.blocks), None)
    return first.children if isinstance(first, Paragraph) else ()


def _lead(children: Inlines) -> Origin | None:
    """Return where the words come from that a line consists of, if from one place."""
    fields = [node for node in walk_inlines((Paragraph(children),)) if isinstance(node, Field)]
    first = fields[0] if fields else None
    if first is None or len(first.value) * 2 < len(inline_text(children)):
        return None
    return first.origin


def _is_of_record(part: ListItem | Row) -> bool:
    """Whether an item opens with words of a record, or a row holds any."""
    blocks = _blocks_of(part) if isinstance(part, Row) else (Paragraph(_words_of(part)),)
    return any(isinstance(node, Field) for node in walk_inlines(blocks))


def _blocks_of(part: ListItem | Row) -> Blocks:
    if isinstance(part, Row):
        return tuple(block for cell in part.cells for block in cell.blocks)
    return part.blocks


def _notes(reading: Reading) -> Iterator[Note]:
    by_number = {number: one.origin for one in reading.occurrences for number in one.numbers}
    for remark in reading.remarks:
        origins = [by_number[number] for number in remark.fields if number in by_number]
        yield Note(
            remark.author,
            remark.date[:10],
            remark.text,
            remark.quoted or remark.around[:80],
            origins[0] if origins else None,
            remark.place,
        )


@dataclass(frozen=True, slots=True)
class _Line:
    """What a block says apart from records; ``shown`` has ``…`` where it says more.

    ``mark`` tells apart what says the same: pictures.
    """

    words: str
    shown: str
    mark: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return self.words, self.mark

    @property
    def bound(self) -> bool:
        return self.words != self.shown


def _own_lines(document: Document) -> list[_Line]:
    """Return the words of a document that belong to no record, block by block."""
    found: list[_Line] = []
    for block in walk_blocks(document.blocks):
        if isinstance(block, Image):
            said = f"[picture: {block.description}]" if block.description else "[picture]"
            found.append(_Line(said, said, f"{block.digest} {block.width} {block.share}"))
        match block:
            case BulletList() | OrderedList() | Quote() | Turned() | Revised() | Contents():
                continue
            case Callout():
                parts: Blocks = (Paragraph(block.title),)
            case Table() | Chart() | Image():
                parts = (Paragraph(block.caption),)
            case DefinitionList():
                parts = tuple(Paragraph(item.term) for item in block.items)
            case CodeBlock():
                parts = (Paragraph((Code(block.value),)),)
            case _:
                parts = (block,)
        nodes = list(walk_inlines(parts))
        own = "".join(node.value for node in nodes if isinstance(node, Words | Code)).strip()
        if own:
            shown = "".join(map(_shown, nodes)).strip()
            found.append(_Line(own, re.sub("…+", "…", shown)))
    return found


def _shown(node: Inline) -> str:
    match node:
        case Words() | Code():
            return node.value
        case Field():
            return "…"
        case _:
            return ""


def _differing(before: Sequence[_Line], now: Sequence[_Line]) -> Iterator[OwnWords]:
    """Yield the lines that differ: those that stand in one place in both as pairs."""
    matcher = SequenceMatcher(
        None, [line.key for line in before], [line.key for line in now], autojunk=False
    )
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        gone, come = list(before[i1:i2]), list(now[j1:j2])
        for old in gone:
            at = _most_like(old, come)
            if at is not None:
                new = come[at]
                yield from (OwnWords("", line.shown) for line in come[:at] if not line.bound)
                come = come[at + 1 :]
                other = " (another, or of another size)" if old.words == new.words else ""
                yield OwnWords(old.shown, new.shown + other)
            elif not old.bound:
                yield OwnWords(old.shown, "")
        yield from (OwnWords("", line.shown) for line in come if not line.bound)


_LIKE = 0.5
"""How alike two lines must be to be one line that was edited."""


def _most_like(line: _Line, others: Sequence[_Line]) -> int | None:
    """Return which of other lines is most like one, the first of equals; None where none is."""
    best, found = _LIKE, None
    for at, other in enumerate(others):
        matcher = SequenceMatcher(None, line.words, other.words, autojunk=False)
        # Both are cheap, and never less than the ratio itself.
        if matcher.real_quick_ratio() <= best or matcher.quick_ratio() <= best:
            continue
        ratio = matcher.ratio()
        if ratio > best:
            best, found = ratio, at
    return found
