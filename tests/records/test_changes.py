"""What changed between two issues: each proposal that differs once, and nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from briefing.records.changes import (
    ASK_PARTS,
    ASKS,
    KINDS,
    PARTS,
    Ask,
    Changes,
    Earlier,
    Proposal,
    Snapshot,
    Value,
    compare,
    tally,
)

EVERY = frozenset([*PARTS, ASKS, *(f"{ASKS}.{part}" for part in ASK_PARTS)])
IDS = st.sampled_from("abcd")
WORDS = st.sampled_from(["one", "two", "三"])


def facts(parts: list[str]) -> st.SearchStrategy[dict[str, tuple[Value, ...]]]:
    value = st.builds(Value, WORDS)
    return st.dictionaries(st.sampled_from(parts), st.tuples(value), max_size=3)


@st.composite
def snapshots(draw: st.DrawFn) -> Snapshot:
    proposals = []
    for id_ in draw(st.lists(IDS, unique=True)):
        asks = tuple(
            Ask(name, draw(facts(["text", "status", "priority", "impact/telecom"])))
            for name in draw(st.lists(st.sampled_from(["r1", "r2"]), unique=True))
        )
        own = draw(facts(["summary", "theme", "sectors", "handling.result", "impact/legal"]))
        proposals.append(Proposal(id_, id_.upper(), (), own, asks))
    parts = draw(st.just(EVERY) | st.frozensets(st.sampled_from(sorted(EVERY))))
    return Snapshot("1", "2024-03-11", tuple(proposals), parts)


def changes(old: Snapshot, new: Snapshot) -> Changes:
    return compare(Earlier(old), new)


@given(snapshots())
def test_nothing_changes_of_itself(snapshot: Snapshot) -> None:
    assert changes(snapshot, snapshot).changes == ()


def seen(proposal: Proposal, parts: frozenset[str]) -> object:
    """Return what both issues tell of a proposal."""

    def of(own: dict[str, tuple[Value, ...]], before: str = "") -> object:
        return {k: v for k, v in own.items() if before + k.partition("/")[0] in parts}

    asks = {ask.id: of(ask.facts, f"{ASKS}.") for ask in proposal.asks} if ASKS in parts else {}
    return of(proposal.facts), asks


@given(snapshots(), snapshots())
def test_what_differs_is_named_once_and_nothing_else(old: Snapshot, new: Snapshot) -> None:
    parts = old.parts & new.parts
    before = {one.id: seen(one, parts) for one in old.proposals}
    after = {one.id: seen(one, parts) for one in new.proposals}
    named = [change.id for change in changes(old, new).changes]
    differing = {id_ for id_ in {**before, **after} if before.get(id_) != after.get(id_)}
    assert sorted(named) == sorted(differing)


@given(snapshots(), snapshots())
def test_new_one_way_is_dropped_the_other(old: Snapshot, new: Snapshot) -> None:
    there, back = changes(old, new), changes(new, old)

    def of(found: Changes, kind: str) -> set[str]:
        return {change.id for change in found.changes if change.kind == kind}

    assert of(there, "new") == of(back, "dropped")
    assert of(there, "dropped") == of(back, "new")
    for kind in ("changed", "status", "moved"):
        assert of(there, kind) == of(back, kind)


@given(snapshots(), snapshots())
def test_kinds_come_in_their_order_and_are_counted(old: Snapshot, new: Snapshot) -> None:
    found = changes(old, new)
    kinds = [change.kind for change in found.changes]
    assert kinds == sorted(kinds, key=KINDS.index)
    assert sum(tally(found).values()) == len(kinds)


@given(snapshots(), snapshots())
def test_what_one_issue_does_not_tell_is_in_no_change(old: Snapshot, new: Snapshot) -> None:
    for change in changes(old, new).changes:
        for detail in change.details:
            part = detail.part if detail.ask is None else f"{ASKS}.{detail.part}"
            assert (ASKS if detail.part == ASKS else part) in old.parts & new.parts


# ── One by one ─────────────────────────────────────────────────────────────


def issue(*proposals: Proposal, parts: frozenset[str] = EVERY) -> Snapshot:
    return Snapshot("1", "2024-03-11", proposals, parts)


def proposal(**own: str | tuple[Value, ...]) -> Proposal:
    values = {
        part.replace("_", "."): value if isinstance(value, tuple) else (Value(value),)
        for part, value in own.items()
    }
    return Proposal("a", "A", (), values)


def kind(old: Proposal, new: Proposal) -> str:
    (change,) = changes(issue(old), issue(new)).changes
    return change.kind


def test_another_theme_or_none_of_its_sectors_is_a_move() -> None:
    assert kind(proposal(theme="x"), proposal(theme="y", summary="new")) == "moved"
    telecom, legal = Value("telecom"), Value("legal")
    assert kind(proposal(sectors=(telecom,)), proposal(sectors=(legal,))) == "moved"
    assert kind(proposal(sectors=(telecom,)), proposal(sectors=(telecom, legal))) == "changed"


def test_only_states_of_handling_are_a_status() -> None:
    assert kind(proposal(), proposal(handling_result="A")) == "status"
    assert kind(proposal(), proposal(handling_result="A", summary="new")) == "changed"


def test_a_label_put_better_has_changed_nothing() -> None:
    old = issue(proposal(theme=(Value("AI safety", "ai"),)))
    assert changes(old, issue(proposal(theme=(Value("AI security", "ai"),)))).changes == ()
    # Of a page without ids, the words are all that is known.
    assert changes(old, issue(proposal(theme=(Value("AI security"),)))).changes != ()


def test_a_list_read_from_a_page_may_be_split_where_a_label_has_a_comma() -> None:
    old = issue(proposal(sectors=(Value("安全"), Value("云"), Value("法律"))))
    new = issue(proposal(sectors=(Value("安全、云", "s"), Value("法律", "l"))))
    assert changes(old, new).changes == ()


def test_from_another_group_and_into_one() -> None:
    one, other = Proposal("a", "A"), Proposal("b", "B")
    found = compare(Earlier(issue(one), came={"b": "Legal"}, went={"a": "Telecom"}), issue(other))
    assert [(c.kind, c.id, c.details[0].old, c.details[0].new) for c in found.changes] == [
        ("moved", "b", ("Legal",), ()),
        ("moved", "a", (), ("Telecom",)),
    ]
