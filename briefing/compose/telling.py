"""What a brief tells of its proposals: the parts that its template prints, in its words.

Which parts these are is read off the template, so that no issue ever says of a field
that it changed where no reader has seen that field.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Protocol

from jinja2 import nodes

from briefing.compose.allowed import NAME
from briefing.compose.check import Checkable, Reads, reads
from briefing.compose.components import default_columns
from briefing.compose.sandbox import Sandbox
from briefing.compose.template import Template, neighbour
from briefing.compose.views import VIEWS, Builder, View
from briefing.compose.words import title_marks, word
from briefing.plan.model import PlannedBrief
from briefing.records.changes import (
    ASK_PARTS,
    ASKS,
    PARTS,
    Ask,
    Changes,
    Proposal,
    Snapshot,
    Value,
    compare,
)

__all__ = ["Parsed", "changes_of", "snapshot", "tells"]

SUMMARY_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "proposal": ("title",),
    "proposer": ("proposers.name", "proposers.capacity"),
    "theme": ("theme",),
    "sectors": ("sectors",),
    "asks": (ASKS,),
    "status": ("handling.result", f"{ASKS}.status"),
}
EVERY = {
    "recommendations": (
        ASKS,
        *(f"{ASKS}.{part}" for part in ASK_PARTS if part != "sectors"),
        "proposers.name",
    ),
    "sources": tuple(part for part in PARTS if part.startswith("sources.")),
    "title_of": ("title",),
    "proposers_of": ("proposers.name", "proposers.capacity", "proposers.positions"),
    "instrument_of": ("instrument",),
}
"""What components print of each proposal."""

OWNERS = {"proposer": "proposers", "ask": ASKS, "source": "sources", "note": "notes"}
"""The parts of a proposal that are lists, by the kind of what is in them."""


class Parsed(Checkable, Protocol):
    """A template that has been read."""

    @property
    def tree(self) -> nodes.Template:
        """Its body, parsed."""


# ── Which parts ────────────────────────────────────────────────────────────


def tells(template: Parsed, by: str) -> frozenset[str]:
    """Return the parts that a template prints of proposals, in a brief that is grouped ``by``.

    Beside ``impact`` stands ``impacts`` where what it means for every sector is printed.
    """
    return _tells(_Same(template), by)


class _Same:
    """A template, the same as another one where both are the same tree."""

    __slots__ = ("template",)

    def __init__(self, template: Parsed) -> None:
        self.template = template

    def __hash__(self) -> int:
        return id(self.template.tree)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.template.tree is other.template.tree


@lru_cache(maxsize=64)
def _tells(same: _Same, by: str) -> frozenset[str]:
    template = same.template
    search = template.search if isinstance(template, Template) else ()
    return _parts(reads(template, template.tree, _imported(template.tree, search, set())), by)


def _imported(tree: nodes.Template, search: Any, seen: set[str]) -> Iterator[nodes.Template]:
    kinds = (nodes.Import, nodes.FromImport, nodes.Include, nodes.Extends)
    for node in tree.find_all(kinds):
        name = getattr(getattr(node, "template", None), "value", None)
        if not isinstance(name, str) or name in seen or not NAME.fullmatch(name):
            continue
        seen.add(name)
        body, _ = neighbour(name, search)
        if body is not None:
            inner = Sandbox().parse(body, name)
            yield inner
            yield from _imported(inner, search, seen)


def _parts(found: Reads, by: str) -> frozenset[str]:
    parts: set[str] = set()
    for name, arguments in found.components:
        parts.update(EVERY.get(name, ()))
        if name == "summary_table":
            for column in arguments.get("columns") or default_columns(by):
                parts.update(SUMMARY_COLUMNS.get(column, ()))
    lists = {name for kind, name in found.fields if kind in ("proposal", "")}
    for kind, name in found.fields:
        for owner in (kind,) if kind else VIEWS:
            if kind or name in VIEWS[owner].fields:
                parts.update(_told(owner, name, lists))
    for one in ("impact", f"{ASKS}.impact"):
        if f"{one}s" in parts:
            parts.add(one)
    return frozenset(parts)


def _told(owner: str, name: str, lists: set[str]) -> Iterator[str]:
    """Yield the part that a field of a kind of view is; a list's only where that is read."""
    match owner:
        case "proposal":
            if name in ("heading", "title", "subject"):
                yield "title"
            elif name in ("recommendations", "all_recommendations"):
                yield ASKS
            elif name in PARTS or name == "impacts":
                yield name
        case "theme_group" if name == "theme":
            yield "theme"
        case "ask" if lists & {"recommendations", "all_recommendations"}:
            if name in ASK_PARTS or name == "impacts":
                yield f"{ASKS}.{name}"
        case "handling" if "handling" in lists:
            yield f"handling.{name}"
        case "proposer" | "source" | "note" if OWNERS[owner] in lists:
            yield f"{OWNERS[owner]}.{name}"
        case _:
            pass


# ── In which words ─────────────────────────────────────────────────────────


def snapshot(brief: PlannedBrief, template: Parsed) -> Snapshot:
    """Return what a brief says of its proposals when it is composed by a template."""
    builder = Builder(brief)
    views = [builder.proposal(one, number) for number, one in enumerate(brief.selections, 1)]
    return _snapshot(brief, views, tells(template, brief.group.by))


def changes_of(
    brief: PlannedBrief, template: Parsed, proposals: Sequence[View] | None = None
) -> Changes | None:
    """Return what changed since the earlier issue, or None where there is none to compare with.

    ``proposals`` are the views of the brief's proposals, where they have been made.
    """
    if brief.earlier is None:
        return None
    if proposals is None:
        return compare(brief.earlier, snapshot(brief, template))
    now = _snapshot(brief, proposals, tells(template, brief.group.by))
    return compare(brief.earlier, now)


def _snapshot(brief: PlannedBrief, views: Iterable[View], parts: frozenset[str]) -> Snapshot:
    number = brief.issue.number
    return Snapshot(
        number.resolve(brief.language, brief.default_language)[0] if number else "",
        brief.issue.date,
        tuple(_proposal(view, parts, brief) for view in views),
        parts,
    )


def _proposal(view: View, parts: frozenset[str], brief: PlannedBrief) -> Proposal:
    own = brief.group.value if brief.group.by == "sectors" else None
    told = [part for part in PARTS if part in parts]
    facts = _facts(view, told, brief.language, own, every="impacts" in parts)
    asks = view["recommendations"]
    opening, closing = title_marks(view, brief.language)
    return Proposal(
        view["id"],
        f"{opening}{_plain(view['heading'])}{closing}",
        tuple(_plain(one["name"]) for one in view["proposers"])
        if "proposers.name" in parts
        else (),
        dict(facts),
        tuple(_ask(ask, parts, brief.language, own) for ask in asks) if ASKS in parts else (),
        tuple(_plain(ask["text"]) for ask in asks) if f"{ASKS}.text" in parts else (),
    )


def _ask(view: View, parts: frozenset[str], language: str, own: str | None) -> Ask:
    told = [part for part in ASK_PARTS if f"{ASKS}.{part}" in parts]
    every = f"{ASKS}.impacts" in parts
    return Ask(view["id"], dict(_facts(view, told, language, own, every=every)))


def _facts(
    view: View, parts: Iterable[str], language: str, own: str | None, *, every: bool
) -> Iterator[tuple[str, tuple[Value, ...]]]:
    for part in parts:
        if part == "impact":
            for one in view["impacts"]:
                if every or one["sector"]["id"] == own:
                    yield f"impact/{one['sector']['id']}", (Value(_plain(one["text"])),)
            continue
        values = tuple(_values(view, "heading" if part == "title" else part, language))
        if values:
            yield part, values


def _values(view: View, path: str, language: str) -> Iterator[Value]:
    name, _, rest = path.partition(".")
    value = view[name]
    for one in value if isinstance(value, tuple) else (value,):
        if one is None:
            continue
        if rest:
            yield from _values(one, rest, language)
        elif isinstance(one, View):
            yield _value(one, short=name in ("theme", "sectors"), language=language)
        else:
            yield Value(_plain(one))


def _value(view: View, *, short: bool, language: str) -> Value:
    """Return a term, perhaps with its basis, or an addressee as they are printed."""
    if view.kind == "addressee":
        mark = "" if view["stated"] else word("analyst", language)
        return Value(f"{_plain(view['name'])}{mark}")
    if short:
        return Value(view["short"], view["id"])
    if view.kind == "judged":
        mark = "" if view["stated"] else word("analyst", language)
        return Value(f"{view['label']}{mark}", f"{view['id']}/{view['basis']}")
    return Value(view["label"], view["id"])


def _plain(text: Any) -> str:
    """Return a text as a document holds it: with the line ends that documents know."""
    return str(text).replace("\r\n", "\n").replace("\r", "\n").strip("\n")
