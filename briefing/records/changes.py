"""What changed of the proposals of a brief between two of its issues.

A :class:`Snapshot` is what a brief said of its proposals at one time, in the words in
which it said it.  Two of them are compared as far as both can be known: a snapshot
names the ``parts`` that it tells of, so that what only one issue printed is never
given out by the other, nor taken for a change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

__all__ = [
    "ASKS",
    "ASK_PARTS",
    "KINDS",
    "PARTS",
    "Ask",
    "Change",
    "Changes",
    "Detail",
    "Earlier",
    "Facts",
    "Kind",
    "Proposal",
    "Snapshot",
    "Value",
    "compare",
    "tally",
]

Kind = Literal["new", "changed", "status", "moved", "dropped"]

KINDS: tuple[Kind, ...] = ("new", "changed", "status", "moved", "dropped")
"""What can become of a proposal, in the order in which it is told.

``status``: nothing but states of handling changed; ``moved``: it stands under another
theme or in other sectors, or came into this brief from another of the same entry, or
went there.
"""

PARTS = (
    "title",
    "proposers.name",
    "proposers.capacity",
    "proposers.positions",
    "proposers.organization",
    "instrument",
    "meeting",
    "submitted",
    "theme",
    "sectors",
    "summary",
    "context",
    "impact",
    "notes.text",
    "handling.result",
    "handling.lead",
    "handling.co_handling",
    "handling.assigned",
    "handling.reply_due",
    "handling.replied",
    "handling.satisfaction",
    "sources.title",
    "sources.publisher",
    "sources.url",
    "sources.date",
    "sources.accessed",
    "sources.locator",
    "sources.note",
    "tags",
)
"""What can change of a proposal, in the order in which it is told."""

ASK_PARTS = (
    "text",
    "status",
    "addressee",
    "priority",
    "horizon",
    "sectors",
    "impact",
    "locator",
    "note",
)
"""What can change of a recommendation; among a snapshot's parts as ``recommendations.text``."""

ASKS = "recommendations"
"""The part that says which recommendations there are."""

STATES = ("status", "handling.result")


@dataclass(frozen=True, slots=True)
class Value:
    """Words as they were printed; ``id`` is what they stand for, where that is known.

    Of two values with ids the ids are compared, else the words: a vocabulary whose
    labels were put better has changed no proposal.
    """

    words: str
    id: str = ""

    def same(self, other: Value) -> bool:
        """Whether both say the same."""
        if self.id and other.id:
            return self.id == other.id
        return self.words == other.words


Facts = Mapping[str, tuple[Value, ...]]
"""Values by part; a part that is not there was not stated.

A part that there is one of for each sector is kept by it: ``impact/telecom``.
"""


@dataclass(frozen=True, slots=True)
class Ask:
    """What was said of a recommendation."""

    id: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class Proposal:
    """What was said of a proposal; ``title`` as it was quoted, ``proposers`` by name.

    ``texts`` are the words of its recommendations, whether or not their ids are known.
    """

    id: str
    title: str
    proposers: tuple[str, ...] = ()
    facts: Facts = field(default_factory=dict)
    asks: tuple[Ask, ...] = ()
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a brief said at one time: in which issue, of which date (ISO 8601), of which proposals.

    ``parts`` are those of :data:`PARTS`, those of :data:`ASK_PARTS` with
    ``recommendations.`` before them, and :data:`ASKS` where the ids of recommendations
    are known.
    """

    number: str
    date: str
    proposals: tuple[Proposal, ...]
    parts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Earlier:
    """The issue before, as far as a brief must know it.

    ``came`` says of proposals that are in this brief, and were in another group of the
    same entry, which that was; ``went`` of those that are in another one now, which.
    """

    snapshot: Snapshot
    came: Mapping[str, str] = field(default_factory=dict)
    went: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing that changed of a proposal; no ``old`` or no ``new``: it was not stated then.

    ``part`` is one of :data:`PARTS`; with ``ask``, the id of a recommendation, one of
    :data:`ASK_PARTS`, or :data:`ASKS` where that is new or dropped.  Without ``ask``,
    :data:`ASKS` says that something among them changed.  ``group`` says from where it
    came into this brief (``old``) or where it went (``new``).
    """

    part: str
    ask: str | None = None
    old: tuple[str, ...] = ()
    new: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a proposal; ``old`` or ``new`` is None where this brief did not have it."""

    kind: Kind
    id: str
    old: Proposal | None
    new: Proposal | None
    details: tuple[Detail, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """All that changed since the issue called ``number``, of the date ``date`` (ISO 8601)."""

    number: str
    date: str
    changes: tuple[Change, ...]


def tally(changes: Changes) -> dict[Kind, int]:
    """Return how many proposals there are of each kind that occurs, in the order of kinds."""
    counts = {kind: sum(change.kind == kind for change in changes.changes) for kind in KINDS}
    return {kind: count for kind, count in counts.items() if count}


def compare(earlier: Earlier, now: Snapshot) -> Changes:
    """Return what changed: each proposal that differs once, by kind, then in the brief's order.

    Those that are gone come in the order of the earlier issue.
    """
    then = earlier.snapshot
    parts = then.parts & now.parts
    before = {proposal.id: _known(proposal, parts) for proposal in then.proposals}
    after = {proposal.id for proposal in now.proposals}
    found: list[Change] = []
    for new in now.proposals:
        old = before.get(new.id)
        if old is not None:
            found += _changed(old, new, parts)
        elif new.id in earlier.came:
            detail = Detail("group", old=(earlier.came[new.id],))
            found.append(Change("moved", new.id, None, new, (detail,)))
        else:
            found.append(Change("new", new.id, None, new))
    for old in before.values():
        if old.id in after:
            continue
        if old.id in earlier.went:
            detail = Detail("group", new=(earlier.went[old.id],))
            found.append(Change("moved", old.id, old, None, (detail,)))
        else:
            found.append(Change("dropped", old.id, old, None))
    found.sort(key=lambda change: KINDS.index(change.kind))  # stable
    return Changes(then.number, then.date, tuple(found))


def _known(old: Proposal, parts: frozenset[str]) -> Proposal:
    """Return what is to be said of a proposal of the earlier issue, by what both tell of."""
    return replace(
        old,
        proposers=old.proposers if "proposers.name" in parts else (),
        asks=old.asks if ASKS in parts else (),
        texts=old.texts if f"{ASKS}.text" in parts else (),
    )


def _changed(old: Proposal, new: Proposal, parts: frozenset[str]) -> Iterator[Change]:
    """Yield the change of a proposal that both issues have, if there is one."""
    details = [*_facts(old.facts, new.facts, PARTS, parts), *_asks(old, new, parts)]
    if not details:
        return
    kind: Kind = "changed"
    if any(_moves(detail, old, new) for detail in details):
        kind = "moved"
    elif all(detail.part in STATES for detail in details):
        kind = "status"
    yield Change(kind, new.id, old, new, tuple(details))


def _moves(detail: Detail, old: Proposal, new: Proposal) -> bool:
    """Whether a proposal stands elsewhere: under another theme, or in none of its sectors."""
    if detail.ask is not None or detail.part not in ("theme", "sectors"):
        return False
    before, after = old.facts.get(detail.part, ()), new.facts.get(detail.part, ())
    return not any(one.same(other) for one in before for other in after)


def _facts(
    old: Facts, new: Facts, order: Sequence[str], known: frozenset[str], ask: str | None = None
) -> Iterator[Detail]:
    prefix = "" if ask is None else f"{ASKS}."
    for part in order:
        if f"{prefix}{part}" not in known:
            continue
        keys = [key for key in {**old, **new} if key.partition("/")[0] == part]
        differing = [key for key in keys if not _same(old.get(key, ()), new.get(key, ()))]
        if differing:
            words = [
                tuple(value.words for key in differing for value in side.get(key, ()))
                for side in (old, new)
            ]
            yield Detail(part, ask, *words)


def _same(old: tuple[Value, ...], new: tuple[Value, ...]) -> bool:
    """Whether two lists say the same; one that was read from a page may be split otherwise."""
    if len(old) == len(new) and all(a.same(b) for a, b in zip(old, new, strict=True)):
        return True
    if all(value.id for value in (*old, *new)):
        return False
    before, after = ([value.words for value in side] for side in (old, new))
    return any(between.join(before) == between.join(after) for between in ("、", ", "))


def _asks(old: Proposal, new: Proposal, parts: frozenset[str]) -> Iterator[Detail]:
    if ASKS not in parts:
        if f"{ASKS}.text" in parts and old.texts != new.texts:
            yield Detail(ASKS, None, old.texts, new.texts)
        return
    before = {ask.id: ask for ask in old.asks}
    for ask in new.asks:
        if ask.id in before:
            yield from _facts(before[ask.id].facts, ask.facts, ASK_PARTS, parts, ask.id)
        else:
            yield Detail(ASKS, ask.id, new=_text(ask, parts))
    after = {ask.id for ask in new.asks}
    for ask in old.asks:
        if ask.id not in after:
            yield Detail(ASKS, ask.id, old=_text(ask, parts))


def _text(ask: Ask, parts: frozenset[str]) -> tuple[str, ...]:
    """Return an ask's words; the place where they would be where they are not told."""
    if f"{ASKS}.text" not in parts:
        return ("",)
    return tuple(value.words for value in ask.facts.get("text", ())) or ("",)
