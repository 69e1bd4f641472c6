"""Edits of a YAML or JSON file that leave every other byte as it was.

A file is never written anew from its data: the places to change are found by the
marks of the parser, and only they are replaced.  Comments, the order of keys,
quoting, folding, indentation and line ends stay.  Each result is parsed again and
has to hold exactly what was asked for; otherwise nothing is returned.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from briefing.source.text import SourceText
from briefing.source.tree import plain
from briefing.source.yaml import LOADER, compose_yaml

__all__ = [
    "Comment",
    "Edit",
    "EditError",
    "Insert",
    "Remove",
    "Reorder",
    "SetText",
    "Steps",
    "apply",
    "canonical",
]

Steps = tuple[str | int, ...]

WIDTH = 100
"""Columns that a folded text is wrapped at where the file doesn't show its own width."""


class EditError(ValueError):
    """An edit that cannot be made in this file without touching something else."""


@dataclass(frozen=True, slots=True)
class SetText:
    """Give the text at ``path`` a new value; a key that its map lacks is added."""

    path: Steps
    text: str
    document: int = 0


@dataclass(frozen=True, slots=True)
class Remove:
    """Take an item out of a list, with the comments right above it."""

    path: Steps
    document: int = 0


@dataclass(frozen=True, slots=True)
class Insert:
    """Put ``value`` (texts, maps, lists) into the list at ``path``, as item ``index``."""

    path: Steps
    index: int
    value: Any
    document: int = 0


@dataclass(frozen=True, slots=True)
class Reorder:
    """Put the items of the list at ``path`` in another order: ``order`` are the old indexes."""

    path: Steps
    order: tuple[int, ...]
    document: int = 0


@dataclass(frozen=True, slots=True)
class Comment:
    """Put comment lines above what stands at ``path``, unless they stand there already."""

    path: Steps
    lines: tuple[str, ...]
    document: int = 0


Edit = SetText | Remove | Insert | Reorder | Comment


def apply(text: str, edits: Sequence[Edit]) -> str:
    """Return the text of a file with all edits made, in their order.

    Paths of lists refer to what the edits before have left: change texts first, then
    take items out from the last to the first.

    Raises:
        EditError: the file isn't well-formed, a path leads nowhere, or the edit can't
            be made without changing something else.
    """
    for edit in edits:
        text = _applied(text, edit)
    return text


def _applied(text: str, edit: Edit) -> str:
    documents = _parsed(text)
    if edit.document >= len(documents):
        raise EditError("the file has changed")
    wanted = _data(text)
    root = documents[edit.document]
    if isinstance(edit, Comment):
        candidates: Iterable[str] = [_commented(text, root, edit)]
    else:
        for path in _paths(root, edit):
            wanted[edit.document] = _changed(wanted[edit.document], replace(edit, path=path))
        candidates = _candidates(text, root, edit)
    for candidate in candidates:
        try:
            if _data(candidate) == wanted:
                return candidate
        except EditError:
            continue
    where = "/".join(str(step) for step in edit.path)
    raise EditError(f"{where} cannot be changed without touching something else")


def _data(text: str) -> list[Any]:
    trees, problems = compose_yaml(SourceText.of(text, ""))
    if any(problem.is_error and problem.code != "conflict" for problem in problems):
        raise EditError("the file has errors")
    return [plain(tree.root) for tree in trees]


def _changed(data: Any, edit: Edit) -> Any:
    """Return the data that a file is to hold after an edit."""
    data = deepcopy(data)
    last = edit.path[-1] if edit.path else None
    if isinstance(edit, SetText | Remove):
        parent = _at(data, edit.path[:-1])
        try:
            if isinstance(edit, Remove):
                del parent[last]
            elif isinstance(parent, list) and not isinstance(last, int):
                raise EditError("no such place")
            else:
                parent[last] = edit.text
        except (IndexError, KeyError, TypeError) as error:
            raise EditError("no such place") from error
        return data
    items = _at(data, edit.path)
    if not isinstance(items, list):
        raise EditError("no list stands there")
    if isinstance(edit, Insert):
        items.insert(edit.index, deepcopy(edit.value))
    elif isinstance(edit, Reorder):
        if sorted(edit.order) != list(range(len(items))):
            raise EditError("the list has other items now")
        items[:] = [items[index] for index in edit.order]
    return data


def _at(data: Any, path: Steps) -> Any:
    for step in path:
        try:
            data = data[step]
        except (IndexError, KeyError, TypeError) as error:
            raise EditError("no such place") from error
    return data


# ── Where things stand ─────────────────────────────────────────────────────


@dataclass(slots=True)
class _Spot:
    """A node with the positions of its first and behind its last character."""

    kind: Literal["scalar", "map", "list"]
    start: int
    end: int
    style: str = ""
    flow: bool = False
    marked: bool = False  # has a tag, or is a map or list with an anchor
    aliased: bool = False  # holds an alias
    value: str = ""
    items: list[_Spot] = field(default_factory=list)
    keys: dict[str, _Spot] = field(default_factory=dict)
    values: dict[str, _Spot] = field(default_factory=dict)


def _parsed(text: str) -> list[_Spot]:
    try:
        events = iter(yaml.parse(text, Loader=LOADER))
        return [
            _spot(next(events), events, text, {})
            for event in events
            if isinstance(event, DocumentStartEvent)
        ]
    except (yaml.YAMLError, RecursionError) as error:
        raise EditError("the file has errors") from error


def _spot(event: Any, events: Any, text: str, anchors: dict[str, _Spot]) -> _Spot:
    start, end = event.start_mark.index, event.end_mark.index
    if isinstance(event, AliasEvent):
        found = anchors.get(event.anchor or "")
        if found is None:
            raise EditError("the file has errors")
        return found  # what an alias shows is changed where it stands
    anchor = event.anchor if isinstance(event, NodeEvent) else None
    tagged = getattr(event, "tag", None) is not None
    if isinstance(event, ScalarEvent):
        if anchor is not None and not tagged:
            start += len(anchor) + 1
            start += len(text[start:end]) - len(text[start:end].lstrip(" "))
        spot = _Spot("scalar", start, end, event.style or "", marked=tagged, value=event.value)
        if spot.style in {"|", ">"}:
            spot.end = _block_end(text, start, end)
        if anchor is not None:
            anchors[anchor] = spot
        return spot
    flow = bool(event.flow_style)
    spot = _Spot("list" if isinstance(event, SequenceStartEvent) else "map", start, end)
    spot.flow, spot.marked = flow, tagged
    if anchor is not None:
        anchors[anchor] = spot
        spot.marked = True
    last = start
    while not isinstance(event := next(events), CollectionEndEvent):
        if spot.kind == "map":
            key = _spot(event, events, text, anchors)
            event = next(events)
        alias = isinstance(event, AliasEvent)
        here = event.end_mark.index
        item = _spot(event, events, text, anchors)
        if spot.kind == "map":
            spot.keys[key.value], spot.values[key.value] = key, item
        else:
            spot.items.append(item)
        last = max(last, here if alias else item.end)
        spot.aliased = spot.aliased or alias
    spot.end = getattr(event, "end_mark").index if flow else last  # noqa: B009
    return spot


def _block_end(text: str, start: int, end: int) -> int:
    """Return where the last line of a block scalar ends that has words in it."""
    return start + len(text[start:end].rstrip())


def _find(root: _Spot, path: Steps) -> _Spot:
    spot = root
    for step in path:
        if spot.kind == "map" and step in spot.values:
            spot = spot.values[str(step)]
        elif spot.kind == "list" and isinstance(step, int) and step < len(spot.items):
            spot = spot.items[step]
        else:
            raise EditError("no such place")
    return spot


def canonical(text: str, edit: Edit) -> Edit:
    """Return an edit with the first of the paths that aliases give to its place.

    Raises:
        EditError: the file isn't well-formed.
    """
    documents = _parsed(text)
    if edit.document >= len(documents):
        return edit
    paths = _paths(documents[edit.document], edit)
    first = min(paths, key=lambda path: [(isinstance(step, str), str(step)) for step in path])
    return replace(edit, path=first)


def _paths(root: _Spot, edit: Edit) -> list[Steps]:
    """Return the path of an edit, or all of them where aliases show its place elsewhere, too."""
    own = (edit.path[-1],) if isinstance(edit, Remove | SetText | Comment) else ()
    holder = edit.path[: len(edit.path) - len(own)]
    try:
        target = _find(root, holder)
    except EditError:
        return [edit.path]
    if not own or isinstance(edit, Remove):
        return [(*path, *own) for path in _ways(root, target)]
    # A text may have an anchor of its own.
    try:
        return _ways(root, _find(root, edit.path))
    except EditError:
        return [(*path, *own) for path in _ways(root, target)]


def _ways(root: _Spot, target: _Spot) -> list[Steps]:
    """Return every path to a place."""
    found: list[Steps] = []
    waiting: list[tuple[Steps, _Spot]] = [((), root)]
    while waiting:
        path, spot = waiting.pop()
        if spot is target:
            found.append(path)
        waiting += [((*path, key), one) for key, one in spot.values.items()]
        waiting += [((*path, index), one) for index, one in enumerate(spot.items)]
    return found


def _line_start(text: str, at: int) -> int:
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


def _line_end(text: str, at: int) -> int:
    """Return the position behind the end of the line in which ``at`` stands."""
    found = re.compile("\r\n|\r|\n").search(text, at)
    return found.end() if found else len(text)


def _newline(text: str) -> str:
    found = re.search("\r\n|\r|\n", text)
    return found.group() if found else "\n"


def _indent(text: str, at: int) -> int:
    """Return how many spaces the line in which ``at`` stands begins with."""
    start = _line_start(text, at)
    return len(text[start:at]) - len(text[start:at].lstrip(" "))


# ── Candidates: the surest to keep the file's habits first ─────────────────


def _candidates(text: str, root: _Spot, edit: Edit) -> Iterable[str]:
    match edit:
        case SetText():
            parent = _find(root, edit.path[:-1])
            if parent.kind == "map" and str(edit.path[-1]) not in parent.values:
                return _with_key(text, parent, str(edit.path[-1]), edit.text)
            return _with_text(text, root, edit)
        case Remove():
            return _without(text, root, edit)
        case Insert():
            return _with_item(text, root, edit)
        case Reorder():
            return _reordered(text, root, edit)
        case Comment():
            return [_commented(text, root, edit)]


def _with_text(text: str, root: _Spot, edit: SetText) -> Iterable[str]:
    spot = _find(root, edit.path)
    if spot.kind != "scalar" or spot.marked:
        raise EditError("no text stands there")
    flow = any(_find(root, edit.path[:depth]).flow for depth in range(len(edit.path)))
    for written in _written(text, spot, edit.text, flow=flow):
        yield text[: spot.start] + written + text[spot.end :]


def _written(text: str, spot: _Spot, value: str, *, flow: bool) -> Iterable[str]:
    """Yield a text as the file might write it: in the style that it has, then in safer ones."""
    newline = _newline(text)
    indent = _indent(text, spot.start)
    raw = text[spot.start : spot.end]
    lines = re.split("\r\n|\r|\n", raw)
    inner = _common_indent(lines[1:]) if len(lines) > 1 else indent + 2
    single = "\n" not in value
    match spot.style:
        case ">":
            header = lines[0]
            yield newline.join([header, *_folded(value, lines[1:], inner)])
            yield newline.join(["|-", *_literal(value, inner)])
        case "|":
            yield newline.join([lines[0], *_literal(value, inner)])
        case "'":
            if single:
                yield "'" + value.replace("'", "''") + "'"
        case "":
            if single and len(lines) > 1:
                room = max(len(line) for line in lines)
                wrapped = _wrapped(value, max(room - inner, 20))
                yield newline.join([wrapped[0], *(" " * inner + line for line in wrapped[1:])])
            elif single:
                yield value
        case _:
            pass
    yield json.dumps(value, ensure_ascii=False)
    if not single and not flow:
        yield newline.join(["|-", *_literal(value, indent + 2)])
    yield json.dumps(value)


def _common_indent(lines: Sequence[str]) -> int:
    found = [len(line) - len(line.lstrip(" ")) for line in lines if line.strip()]
    return min(found, default=2)


def _literal(value: str, indent: int) -> list[str]:
    return [" " * indent + line if line else "" for line in value.rstrip("\n").split("\n")]


def _folded(value: str, old: Sequence[str], indent: int) -> list[str]:
    """Return a folded text's lines; those of its paragraphs that stay keep their line ends."""
    room = max((len(line.rstrip()) for line in old), default=WIDTH) - indent
    room = max(room, 40)
    kept = [line[indent:] for line in old]
    out: list[str] = []
    paragraphs = value.rstrip("\n").split("\n")
    blocks = _blocks(kept)
    for number, paragraph in enumerate(paragraphs):
        if number:
            out.append("")  # a line end is an empty line
        same = blocks[number] if number < len(blocks) else []
        out += _rewrapped(paragraph, same, room)
    return [" " * indent + line if line else "" for line in out]


def _blocks(lines: Sequence[str]) -> list[list[str]]:
    found: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            found[-1].append(line.rstrip())
        else:
            found.append([])
    return found


def _rewrapped(paragraph: str, old: Sequence[str], room: int) -> list[str]:
    """Wrap a paragraph; lines at its beginning and end that stay are left as they are."""
    head = 0
    rest = paragraph
    while head < len(old) and rest.startswith(old[head] + " "):
        rest = rest[len(old[head]) + 1 :]
        head += 1
    if head == len(old) - 1 and rest == old[head]:
        return list(old)
    tail = 0
    while tail < len(old) - head - 1 and rest.endswith(" " + old[-1 - tail]):
        rest = rest[: -len(old[-1 - tail]) - 1]
        tail += 1
    middle = _wrapped(rest, room) if rest else []
    ending = list(old[len(old) - tail :]) if tail else []
    # A short line in the middle of a paragraph: wrap what follows it, too.
    while ending and middle and len(middle[-1]) + 1 + len(ending[0].split(" ")[0]) <= room:
        middle = [*middle[:-1], *_wrapped(f"{middle[-1]} {ending.pop(0)}", room)]
    return [*old[:head], *middle, *ending]


def _wrapped(text: str, room: int) -> list[str]:
    """Break a text at single spaces between words, so that folding gives it back."""
    lines: list[str] = []
    for word in re.split(r"(?<=\S) (?=\S)", text):
        if lines and len(lines[-1]) + 1 + len(word) <= room:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return lines or [""]


def _with_key(text: str, parent: _Spot, key: str, value: str) -> Iterable[str]:
    """Add a key behind the last one of its map."""
    if not parent.values or parent.marked or parent.aliased:
        raise EditError("the map is empty")
    last = max(parent.values.values(), key=lambda one: one.end)
    quoted = json.dumps(value, ensure_ascii=False)
    if parent.flow:
        if next(iter(parent.keys.values())).style == '"':
            yield f"{text[: last.end]}, {json.dumps(key)}: {quoted}{text[last.end :]}"
        for shown in (value, quoted):
            yield f"{text[: last.end]}, {key}: {shown}{text[last.end :]}"
        return
    first = min(parent.keys.values(), key=lambda one: one.start)
    indent = " " * (first.start - _line_start(text, first.start))
    newline = _newline(text)
    at = _line_end(text, last.end)
    lead = "" if text[:at].endswith(("\n", "\r")) else newline
    for shown in (value, quoted):
        yield f"{text[:at]}{lead}{indent}{key}: {shown}{newline}{text[at:]}"


def _shared(spot: _Spot) -> bool:
    """Whether a list is shown elsewhere, too, or shows what stands elsewhere."""
    return spot.marked or spot.aliased


def _items(text: str, spot: _Spot) -> list[tuple[int, int]]:
    """Return where each item of a block list begins and ends: whole lines, comments above."""
    found: list[tuple[int, int]] = []
    previous = 0  # the first item's comments stand above the list itself
    for item in spot.items:
        dash = _line_start(text, item.start)
        if not text[dash : item.start].lstrip(" ").startswith("-"):
            raise EditError("the list is written in an uncommon way")
        start = dash
        while start > previous:
            above = _line_start(text, start - 1)
            if above < previous or not text[above:start].strip().startswith("#"):
                break
            start = above
        previous = _line_end(text, item.end)
        found.append((start, previous))
    return found


def _without(text: str, root: _Spot, edit: Remove) -> Iterable[str]:
    parent = _find(root, edit.path[:-1])
    index = edit.path[-1]
    if parent.kind != "list" or not isinstance(index, int) or _shared(parent):
        raise EditError("only items of lists are taken out")
    item = _find(root, edit.path)
    if parent.flow:
        if len(parent.items) == 1:
            yield text[: parent.start] + "[]" + text[parent.end :]
        elif index + 1 < len(parent.items):
            yield text[: item.start] + text[parent.items[index + 1].start :]
        else:
            yield text[: parent.items[index - 1].end] + text[item.end :]
        return
    places = _items(text, parent)
    start, end = places[index]
    if len(places) > 1:
        yield text[:start] + text[end:]
        return
    # The list was all that its key had: an empty one stands beside the key then.
    before = text[:start].rstrip()
    yield f"{before} []{_newline(text)}{text[end:]}"


def _with_item(text: str, root: _Spot, edit: Insert) -> Iterable[str]:
    spot = _find(root, edit.path)
    if spot.kind != "list" or _shared(spot) or not spot.items:
        raise EditError("there is no list with items to add to")
    newline = _newline(text)
    index = min(edit.index, len(spot.items))
    if spot.flow:
        shown = json.dumps(edit.value, ensure_ascii=False)
        bare = isinstance(edit.value, str) and spot.items[0].style != '"'
        plain_ = edit.value if bare else shown
        for one in (plain_, shown):
            if index < len(spot.items):
                at = spot.items[index].start
                yield f"{text[:at]}{one}, {text[at:]}"
            else:
                at = spot.items[-1].end
                yield f"{text[:at]}, {one}{text[at:]}"
        return
    places = _items(text, spot)
    first = _line_start(text, spot.items[0].start)
    indent = len(text[first:]) - len(text[first:].lstrip(" "))
    at = places[index][0] if index < len(places) else places[-1][1]
    lead = "" if not at or text[:at].endswith(("\n", "\r")) else newline
    lines = yaml.safe_dump(
        [edit.value], allow_unicode=True, sort_keys=False, width=WIDTH - indent
    ).splitlines()
    block = "".join(" " * indent + line + newline for line in lines)
    yield text[:at] + lead + block + text[at:]
    shown = json.dumps(edit.value, ensure_ascii=False)
    yield f"{text[:at]}{lead}{' ' * indent}- {shown}{newline}{text[at:]}"


def _reordered(text: str, root: _Spot, edit: Reorder) -> Iterable[str]:
    spot = _find(root, edit.path)
    if spot.kind != "list" or _shared(spot):
        raise EditError("there is no list to put in order")
    flat = [(item.start, item.end) for item in spot.items]
    places = flat if spot.flow else _items(text, spot)
    pieces = [text[start:end] for start, end in places]
    newline = _newline(text)
    out = text[: places[0][0]]
    for number, index in enumerate(edit.order):
        piece = pieces[index]
        last = number == len(pieces) - 1
        if not spot.flow and not last and not piece.endswith(("\n", "\r")):
            piece += newline
        out += piece
        if not last:
            out += text[places[number][1] : places[number + 1][0]]
    yield out + text[places[-1][1] :]


def _commented(text: str, root: _Spot, edit: Comment) -> str:
    spot = _find(root, edit.path)
    # Above the key, or above the dash: where a person would write it.
    parent = _find(root, edit.path[:-1]) if edit.path else root
    at = spot.start
    if parent.kind == "map" and edit.path:
        at = parent.keys[str(edit.path[-1])].start
    depth = len(edit.path) - 1
    while depth > 0 and _find(root, edit.path[:depth]).flow:
        # Inside a list or map on one line there is no room for a comment.
        holder = _find(root, edit.path[: depth - 1])
        step = edit.path[depth - 1]
        at = (
            holder.keys[str(step)].start
            if holder.kind == "map"
            else _find(root, edit.path[:depth]).start
        )
        depth -= 1
    start = _line_start(text, at)
    indent = len(text[start:]) - len(text[start:].lstrip(" "))
    newline = _newline(text)
    lines = "".join(f"{' ' * indent}# {line}".rstrip() + newline for line in edit.lines)
    if lines in _comments_above(text, start):
        return text  # it was put there before
    return text[:start] + lines + text[start:]


def _comments_above(text: str, start: int) -> str:
    """Return the lines right above the line that begins at ``start`` that are comments."""
    first = start
    while first:
        before = _line_start(text, first - 1)
        if not text[before:first].lstrip(" ").startswith("#"):
            break
        first = before
    return text[first:start]
