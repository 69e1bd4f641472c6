"""Three versions side by side: as built, as edited, as the records say it now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from briefing.document import Origin
from briefing.problems import Place, Problem, Severity
from briefing.pulling.edits import Added, Dropped, Edits, Moved, Note, OwnWords, Text
from briefing.pulling.folding import alike
from briefing.pulling.places import Places, Spot
from briefing.source.edit import Comment, Edit, Insert, Remove, Reorder, SetText

__all__ = ["Change", "Choice", "Kind", "Plan", "State", "edit_of", "plan"]

Kind = Literal["text", "remove", "reorder", "insert", "comment"]

State = Literal["ready", "offered", "conflict", "differs", "done", "nowhere"]
"""``ready``: only the file changed it; ``offered``: an edit of a list or a comment, which
is made when asked for; ``conflict``: the records changed it, too; ``differs``: places or
files say different things; ``done``: the records say the same already; ``nowhere``: the
records have no such field any more."""

Choice = Literal["take", "keep", "mark"]
"""Take the file's words, keep the record's, or mark the conflict in the YAML."""


@dataclass(slots=True)
class Change:
    """One change that a person made, and where it belongs.

    ``base`` are the words as built, ``theirs`` those of the edited file, ``ours``
    those of the records now.  ``versions`` are all that places and files say.
    ``remarks`` say what else there is to know.  ``at`` is the index of the item that is
    taken out, or behind which one is put in.
    """

    kind: Kind
    record: str
    path: str
    language: str
    base: str
    theirs: str
    ours: str | None
    state: State
    files: tuple[str, ...]
    spot: Spot | None = None
    versions: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    order: tuple[int, ...] = ()
    at: int = -1
    value: Any = None


@dataclass(slots=True)
class Plan:
    """All changes, those of one record together, and what is to be said of the files.

    ``own`` are, by file, the edited words that stand in no record.
    ``files`` counts them, ``unread`` those among them that could not be read.
    """

    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    own: list[tuple[str, tuple[OwnWords, ...]]] = field(default_factory=list)
    files: int = 0
    unread: int = 0

    def of(self, *states: State) -> list[Change]:
        """Return the changes in one of some states."""
        return [change for change in self.changes if change.state in states]


def plan(found: Sequence[Edits], places: Places) -> Plan:
    """Return what becomes of all edits in the project whose fields ``places`` finds."""
    made = Plan(files=len(found))
    texts: dict[Origin, list[tuple[str, Text]]] = {}
    for one in found:
        made.problems += one.problems
        made.unread += any(problem.is_error for problem in one.problems)
        made.problems += _said(one)
        if one.own:
            made.own.append((one.file, one.own))
        made.problems += _gone(one, places)
        for text in one.texts:
            texts.setdefault(text.origin, []).append((one.file, text))
    made.changes += [_text(origin, given, places) for origin, given in texts.items()]
    made.changes += _lists(found, places, made.problems)
    made.changes += _comments(found, places)
    made.changes.sort(key=_order)
    return made


def _order(change: Change) -> tuple[str, int, str, str, str]:
    spot = change.spot
    kinds = ("text", "reorder", "insert", "remove", "comment")
    return (
        spot.file.as_posix() if spot else "~",
        spot.line if spot else 0,
        str(kinds.index(change.kind)),
        change.record,
        change.path,
    )


def _said(edits: Edits) -> Iterator[Problem]:
    if edits.signs:
        places = "one place" if edits.signs == 1 else f"{edits.signs} places"
        yield Problem(
            "only-signs",
            f"in {places} only quotation marks, dashes or spaces differ",
            Place(edits.file),
            "they are left as the records have them; --exact takes them over",
            Severity.NOTE,
        )
    if edits.is_own:
        yield Problem(
            "text-of-no-record",
            "words that stand in no record were edited, too; they stay in the file",
            Place(edits.file),
            f"to keep them in the next build: briefing build --keep-edits {edits.file}",
            Severity.NOTE,
        )
    if edits.tracked:
        yield Problem(
            "tracked-changes",
            "the file has tracked changes; they are read as accepted or, with --rejected, not",
            Place(edits.file),
            None,
            Severity.NOTE,
        )


def _gone(edits: Edits, places: Places) -> Iterator[Problem]:
    """Yield what was deleted in a file and stays in the records."""
    keep = f"to leave it out of the next build, too: briefing build --keep-edits {edits.file}"
    for record in edits.left_out:
        message = f"the part on {record} was deleted; the record stays as it is"
        yield Problem("left-out", message, Place(edits.file), keep, Severity.NOTE, record)
    for lost in edits.lost:
        origin = lost.origin
        where = f"{origin.path} ({origin.language})"
        if lost.left:
            count = lost.places - lost.left
            message = (
                f"{where} of {origin.record} was deleted in "
                f"{'one place' if count == 1 else f'{count} places'}; it stands in "
                f"{'one other' if lost.left == 1 else f'{lost.left} others'}"
            )
            yield Problem(
                "left-out", message, Place(edits.file), keep, Severity.NOTE, origin.record
            )
            continue
        spot = places.field(origin, lost.text)
        if spot is None or spot.text is None:
            continue  # the records have lost it already
        words = " ".join(lost.text.split())
        message = f"{where} of {origin.record} was deleted; the record keeps it: {words[:60]}"
        hint = f"if it should go, delete it in {spot.file.as_posix()}:{spot.line}\n{keep}"
        place = Place(edits.file)
        yield Problem("deleted-words", message, place, hint, Severity.WARNING, origin.record)


def _text(origin: Origin, given: Sequence[tuple[str, Text]], places: Places) -> Change:
    files = tuple(dict.fromkeys(file for file, _ in given))
    versions = tuple(dict.fromkeys(words for _, text in given for words in text.versions))
    base = given[0][1].old
    remarks = []
    changed = sum(text.changed for _, text in given)
    total = sum(text.places for _, text in given)
    if changed < total:
        where = "one place" if changed == 1 else f"{changed} places"
        remarks.append(f"changed in {where}; it stands in {total}")
    parts = max(text.paragraphs for _, text in given)
    if parts > 1:
        remarks.append(f"it stands in {parts} paragraphs now; a line end parts them in the record")
    spot = places.field(origin, base)
    theirs = versions[0]
    ours = spot.text if spot is not None else None
    state: State = "ready"
    if spot is None:
        state = "nowhere"
        remarks.append("the records have no such field any more")
    elif len(versions) > 1:
        state = "differs"
        remarks.append(f"the places say {len(versions)} different things")
    elif ours is not None and _same(ours, theirs):
        state = "done"
    elif ours is None or not _same(ours, base):
        state = "conflict"
    return Change(
        "text",
        origin.record,
        origin.path,
        origin.language,
        base,
        theirs,
        ours,
        state,
        files,
        spot,
        versions,
        tuple(remarks),
    )


def _same(one: str, other: str) -> bool:
    return one.strip() == other.strip() or (alike(one, other) and one.strip() == other.strip())


# ── Lists ──────────────────────────────────────────────────────────────────


def _lists(found: Sequence[Edits], places: Places, problems: list[Problem]) -> Iterator[Change]:
    drops: dict[Dropped, list[str]] = {}
    moves: dict[Moved, list[str]] = {}
    adds: dict[Added, list[str]] = {}
    for one in found:
        for dropped in one.dropped:
            drops.setdefault(dropped, []).append(one.file)
        for moved in one.moved:
            moves.setdefault(moved, []).append(one.file)
        for added in one.added:
            adds.setdefault(added, []).append(one.file)
    touched: set[tuple[str, str]] = set()
    for dropped, files in drops.items():
        removed = _removed(dropped, files, places)
        if removed is not None:
            touched.add((dropped.record, dropped.path.rpartition("/")[0]))
            yield removed
    taken: set[tuple[str, str, str]] = set()
    for added, files in adds.items():
        sequence = places.sequence(added.record, added.path)
        if sequence is None or _is_there(sequence[1], added.text):
            continue
        touched.add((added.record, added.path))
        spot, items = sequence
        before = _index(items, (added.beside,), added.after + (not added.behind))
        yield Change(
            "insert",
            added.record,
            added.path,
            added.language,
            "",
            added.text,
            None,
            "offered",
            tuple(files),
            spot,
            remarks=("added in the file",),
            at=added.after if before is None else before if added.behind else before - 1,
            value=_new_item(added, items, taken),
        )
    for moved, files in moves.items():
        sequence = places.sequence(moved.record, moved.path)
        if sequence is None:
            continue
        if (moved.record, moved.path) in touched:
            message = f"items of {moved.path} of {moved.record} changed places, too"
            hint = "take what was added or deleted there, then pull again: that is offered next"
            problems.append(
                Problem("moved-too", message, Place(files[0]), hint, Severity.NOTE, moved.record)
            )
            continue
        order = _whole_order(moved, sequence[1])
        done = order is not None and list(order) == sorted(order)
        yield Change(
            "reorder",
            moved.record,
            moved.path,
            "",
            "",
            "\n".join(moved.now),
            "",
            "nowhere" if order is None else "done" if done else "offered",
            tuple(files),
            sequence[0],
            remarks=("items change places",),
            order=order or (),
        )


def _removed(dropped: Dropped, files: Sequence[str], places: Places) -> Change | None:
    """Return what becomes of an item that was deleted; None where the records lost it already."""
    path, _, last = dropped.path.rpartition("/")
    sequence = places.sequence(dropped.record, path)
    if sequence is None:
        return None
    spot, items = sequence
    at = _index(items, (dropped.text,), int(last))
    ours, state = dropped.text, "offered"
    if at is None:
        # It was changed in the records, unless another of its list stands there now.
        at = int(last)
        if at >= len(items) or any(_is_there([items[at]], text) for text in dropped.others):
            return None
        ours, state = _words_in(items[at], dropped.language), "conflict"
    return Change(
        "remove",
        dropped.record,
        dropped.path,
        dropped.language,
        dropped.text,
        "",
        ours,
        state,  # type: ignore[arg-type]
        tuple(files),
        spot,
        remarks=("deleted in the file; taking it deletes the item in all languages",),
        at=at,
    )


def _index(items: Sequence[Any], texts: Sequence[str], best: int) -> int | None:
    """Return which item says one of some texts; of several, number ``best`` or the first."""
    found = [at for at, item in enumerate(items) if any(_is_there([item], one) for one in texts)]
    return best if best in found else found[0] if found else None


def _words_in(item: Any, language: str) -> str:
    """Return the words of an item: its own, or what it holds for a language."""
    for step in ("text", "name", "title"):
        item = item.get(step, item) if isinstance(item, dict) else item
    item = item.get(language, "") if isinstance(item, dict) else item
    return item if isinstance(item, str) else ""


def _is_there(items: Sequence[Any], text: str) -> bool:
    for item in items:
        if isinstance(item, str) and item == text:
            return True
        if isinstance(item, dict) and _is_there(list(item.values()), text):
            return True
        if isinstance(item, list) and _is_there(item, text):
            return True
    return False


def _whole_order(moved: Moved, items: Sequence[Any]) -> tuple[int, ...] | None:
    """Return the order of a whole list of which only some items were seen to move.

    Items are found by their words: the records may have changed their order meanwhile.
    """
    shown: list[int] = []
    for index, *texts in zip(moved.order, moved.texts, moved.now, strict=True):
        at = _index(items, texts, index)
        if at is None or at in shown:
            return None
        shown.append(at)
    slots = iter(sorted(shown))
    order = list(range(len(items)))
    for index in shown:
        order[next(slots)] = index
    return tuple(order)


def _new_item(added: Added, items: Sequence[Any], taken: set[tuple[str, str, str]]) -> Any:
    """Return a new item as the list has them; ``taken`` gathers the ids that were given."""
    words: Any = {added.language: added.text}
    if not added.rest:
        return words
    for step in reversed(added.rest.split("/")):
        words = {step: words}
    if items and all(isinstance(item, dict) and "id" in item for item in items):
        used = {str(item["id"]) for item in items}
        number = len(items) + 1
        while f"r{number}" in used or (added.record, added.path, f"r{number}") in taken:
            number += 1
        taken.add((added.record, added.path, f"r{number}"))
        return {"id": f"r{number}", **words}
    return words


# ── Comments ───────────────────────────────────────────────────────────────


def _comments(found: Sequence[Edits], places: Places) -> Iterator[Change]:
    for one in found:
        for note in one.notes:
            spot = places.field(note.origin, "") if note.origin is not None else None
            origin = note.origin
            yield Change(
                "comment",
                origin.record if origin else "",
                origin.path if origin else "",
                origin.language if origin else "",
                note.quoted,
                _signed(note),
                None,
                "offered" if spot is not None else "nowhere",
                (one.file,),
                spot,
                remarks=() if spot is not None else (f"it hangs on no field ({note.place})",),
            )


def _signed(note: Note) -> str:
    signed = ", ".join(part for part in (note.author, note.date) if part)
    return f"{signed}: {note.text}" if signed else note.text


# ── As edits of files ──────────────────────────────────────────────────────


def edit_of(change: Change, choice: Choice) -> list[tuple[Path, Edit]]:
    """Return the edits of files that a choice comes to."""
    spot = change.spot
    if spot is None or choice == "keep":
        return []
    file, steps, document = spot.file, spot.steps, spot.document
    if choice == "mark":
        if change.kind == "remove":
            steps = (*steps, change.at)
        lines = [f"<<<<<<< conflict with {Path(change.files[0]).name}, which says:"]
        for words in change.versions or (change.theirs or "(deleted)",):
            lines += [f"  {line}" for line in words.split("\n")]
        lines.append(">>>>>>> keep what stands below, or put this in its place")
        return [(file, Comment(steps, tuple(lines), document))]
    match change.kind:
        case "text":
            return [(file, SetText(steps, change.theirs, document))]
        case "remove":
            return [(file, Remove((*steps, change.at), document))]
        case "insert":
            return [(file, Insert(steps, change.at + 1, change.value, document))]
        case "reorder":
            return [(file, Reorder(steps, change.order, document))]
        case "comment":
            words = " ".join(change.base.split())
            quoted = [f"on “{words[:60]}”"] if words else []
            said = (*quoted, *change.theirs.split("\n"))
            return [(file, Comment(steps, said, document))]
