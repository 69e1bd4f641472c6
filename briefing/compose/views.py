"""What templates see: frozen plain data, declared once.

The declarations below are the only description of what a template may read.
Building a view follows them, and so does the check of templates without data,
so the two cannot drift apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from briefing.compose.values import FieldText
from briefing.compose.words import local_date
from briefing.document import Origin
from briefing.plan.model import PlannedBrief, Selection
from briefing.records.model import (
    Handling,
    JudgedValue,
    LocalText,
    Note,
    Proposer,
    Recommendation,
    Record,
    Source,
)

__all__ = ["CONTEXT", "VIEWS", "Kind", "View", "ViewType", "build_context"]

TEXT, NUMBER, FLAG, ANY = "text", "number", "flag", "any"


@dataclass(frozen=True, slots=True)
class Kind:
    """The type of a value: a scalar's name or a view's, perhaps a list, perhaps absent."""

    name: str
    many: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class ViewType:
    """A kind of view: its fields and their kinds."""

    name: str
    fields: Mapping[str, Kind]


class View:
    """A frozen record of named values; a template reads nothing else of it."""

    __slots__ = ("_fields", "_type")
    _fields: Mapping[str, Any]
    _type: str

    def __init__(self, type_: str, fields: Mapping[str, Any]) -> None:
        object.__setattr__(self, "_type", type_)
        object.__setattr__(self, "_fields", dict(fields))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(name)

    def __contains__(self, name: str) -> bool:
        return name in self._fields

    def __getitem__(self, name: str) -> Any:
        return self._fields[name]

    def __repr__(self) -> str:
        return f"<{self._type}>"

    @property
    def kind(self) -> str:
        """The name of the view's type."""
        return str(self._type)


def _kinds(**fields: str) -> dict[str, Kind]:
    """Read ``"text"``, ``"text?"`` (may be absent), ``"[proposer]"`` (a list)."""
    found = {}
    for name, text in fields.items():
        optional = text.endswith("?")
        bare = text.removesuffix("?")
        found[name] = Kind(bare.strip("[]"), bare.startswith("["), optional)
    return found


VIEWS: Mapping[str, ViewType] = {
    name: ViewType(name, fields)
    for name, fields in {
        "term": _kinds(id="text", label="text", short="text"),
        "judged": _kinds(
            id="text", label="text", short="text", basis="text", stated="flag", locator="text?"
        ),
        "impact": _kinds(sector="term", text="text"),
        "proposer": _kinds(
            name="text", kind="text", capacity="term?", positions="[text]", organization="text?"
        ),
        "addressee": _kinds(name="text", basis="text", stated="flag", locator="text?"),
        "ask": _kinds(
            id="text",
            text="text",
            addressee="addressee?",
            sectors="[judged]",
            priority="judged?",
            horizon="judged?",
            status="term?",
            impact="text?",
            impacts="[impact]",
            locator="text?",
            note="text?",
            proposal="text",
        ),
        "source": _kinds(
            title="text",
            publisher="text?",
            url="text?",
            date="text?",
            accessed="text?",
            locator="text?",
            note="text?",
        ),
        "note": _kinds(text="text", kind="text"),
        "handling": _kinds(
            lead="text?",
            co_handling="[text]",
            assigned="text?",
            reply_due="text?",
            replied="text?",
            result="term?",
            satisfaction="term?",
        ),
        "proposal": _kinds(
            id="text",
            number="number",
            heading="text",
            title="text?",
            title_form="text",
            subject="text",
            instrument="judged?",
            meeting="text?",
            submitted="text?",
            proposers="[proposer]",
            theme="term",
            sectors="[judged]",
            summary="text",
            context="text?",
            impact="text?",
            impacts="[impact]",
            recommendations="[ask]",
            all_recommendations="[ask]",
            notes="[note]",
            sources="[source]",
            handling="handling?",
            tags="[text]",
        ),
        "contact": _kinds(name="text?", email="text?", phone="text?", address="text?", url="text?"),
        "issue": _kinds(
            organization="text",
            series="text",
            number="text?",
            date="text",
            classification="text?",
            distribution="text?",
            contact="contact?",
            disclaimer="text?",
            authors="[text]",
        ),
        "earlier": _kinds(number="text?", date="text?"),
        "group": _kinds(by="text", value="text", label="text"),
        "editorial": _kinds(
            title="text?", key_messages="[text]", context="text?", implications="text?"
        ),
        "brief": _kinds(key="text", language="text"),
        "theme_group": _kinds(theme="term", proposals="[proposal]"),
    }.items()
}

CONTEXT: Mapping[str, Kind] = _kinds(
    proposals="[proposal]",
    themes="[theme_group]",
    issue="issue",
    earlier="earlier?",
    group="group",
    editorial="editorial",
    brief="brief",
    labels="labels",
    parameters="parameters",
)
"""The names that stand in every template."""


class Builder:
    """Builds the views of one brief."""

    def __init__(self, brief: PlannedBrief) -> None:
        self.brief = brief
        self.language = brief.language
        self.sector = brief.group.value if brief.group.by == "sectors" else None

    def text(self, texts: LocalText | None, record: str, path: str) -> FieldText | None:
        """Return the text in the brief's language, bound to where it came from."""
        if texts is None:
            return None
        text, language = texts.resolve(self.language, self.brief.default_language)
        return FieldText.of(text, Origin(record, path, language))

    def term(self, vocabulary: str, id_: str | None) -> View | None:
        """Return a vocabulary's term with its labels in the brief's language."""
        if id_ is None:
            return None
        found = self.brief.vocabularies.term(vocabulary, id_)
        if found is None:
            return View("term", {"id": id_, "label": id_, "short": id_})
        label = found.label.resolve(self.language, self.brief.default_language)[0]
        short = found.short or found.label
        return View(
            "term",
            {
                "id": id_,
                "label": label,
                "short": short.resolve(self.language, self.brief.default_language)[0],
            },
        )

    def judged(self, vocabulary: str, value: JudgedValue[str] | None) -> View | None:
        """Return a term with its basis."""
        if value is None:
            return None
        term = self.term(vocabulary, value.value)
        assert term is not None
        return View(
            "judged",
            {
                **{name: term[name] for name in ("id", "label", "short")},
                "basis": value.basis,
                "stated": value.basis == "stated",
                "locator": value.locator,
            },
        )

    def many(
        self, items: Iterable[Any], make: Callable[[Any, str], Any], path: str
    ) -> tuple[Any, ...]:
        """Return a view per item; ``make`` gets the item and its path."""
        return tuple(make(item, f"{path}/{index}") for index, item in enumerate(items))

    def date(self, date: str | None) -> str | None:
        """Return a date in words."""
        return None if date is None else local_date(date, self.language)

    def impacts(self, impact: Mapping[str, LocalText], record: str, path: str) -> tuple[View, ...]:
        """Return what it means for each sector, in the vocabulary's order."""
        order = self.brief.vocabularies.ids("sectors")
        known = sorted(impact, key=lambda id_: order.index(id_) if id_ in order else len(order))
        return tuple(
            View(
                "impact",
                {
                    "sector": self.term("sectors", sector),
                    "text": self.text(impact[sector], record, f"{path}/{sector}"),
                },
            )
            for sector in known
        )

    def proposal(self, selection: Selection, number: int) -> View:
        """Return the view of a record in this brief."""
        record = selection.record
        id_ = record.id

        def text(texts: LocalText | None, path: str) -> FieldText | None:
            return self.text(texts, id_, path)

        asks = {
            ask.id: self.ask(ask, record, f"recommendations/{index}")
            for index, ask in enumerate(record.recommendations)
        }
        return View(
            "proposal",
            {
                "id": id_,
                "number": number,
                "heading": text(record.title, "title") or text(record.subject, "subject"),
                "title": text(record.title, "title"),
                "title_form": record.title_form,
                "subject": text(record.subject, "subject"),
                "instrument": self.judged("instruments", record.instrument),
                "meeting": text(record.meeting, "meeting"),
                "submitted": self.date(record.submitted),
                "proposers": self.many(
                    record.proposers, lambda p, path: self.proposer(p, id_, path), "proposers"
                ),
                "theme": self.term("themes", record.theme),
                "sectors": tuple(self.judged("sectors", sector) for sector in record.sectors),
                "summary": text(record.summary, "summary"),
                "context": text(record.context, "context"),
                "impact": text(record.impact.get(self.sector or ""), f"impact/{self.sector}"),
                "impacts": self.impacts(record.impact, id_, "impact"),
                "recommendations": tuple(asks[ask.id] for ask in selection.recommendations),
                "all_recommendations": tuple(asks.values()),
                "notes": self.many(record.notes, lambda n, path: self.note(n, id_, path), "notes"),
                "sources": self.many(
                    record.sources, lambda s, path: self.source(s, id_, path), "sources"
                ),
                "handling": self.handling(record.handling, id_),
                "tags": record.tags,
            },
        )

    def ask(self, ask: Recommendation, record: Record, path: str) -> View:
        """Return the view of a recommendation."""
        id_ = record.id
        addressee = None
        if ask.addressee is not None:
            addressee = View(
                "addressee",
                {
                    "name": self.text(ask.addressee.name, id_, f"{path}/addressee/name"),
                    "basis": ask.addressee.basis,
                    "stated": ask.addressee.basis == "stated",
                    "locator": ask.addressee.locator,
                },
            )
        return View(
            "ask",
            {
                "id": ask.id,
                "text": self.text(ask.text, id_, f"{path}/text"),
                "addressee": addressee,
                "sectors": tuple(
                    self.judged("sectors", sector) for sector in ask.sectors or record.sectors
                ),
                "priority": self.judged("priorities", ask.priority),
                "horizon": self.judged("horizons", ask.horizon),
                "status": self.term("statuses", ask.status),
                "impact": self.text(
                    ask.impact.get(self.sector or ""), id_, f"{path}/impact/{self.sector}"
                ),
                "impacts": self.impacts(ask.impact, id_, f"{path}/impact"),
                "locator": ask.locator,
                "note": self.text(ask.note, id_, f"{path}/note"),
                "proposal": id_,
            },
        )

    def proposer(self, proposer: Proposer, record: str, path: str) -> View:
        """Return the view of a proposer."""
        return View(
            "proposer",
            {
                "name": self.text(proposer.name, record, f"{path}/name"),
                "kind": proposer.kind,
                "capacity": self.term("capacities", proposer.capacity),
                "positions": self.many(
                    proposer.positions, lambda p, at: self.text(p, record, at), f"{path}/positions"
                ),
                "organization": self.text(proposer.organization, record, f"{path}/organization"),
            },
        )

    def note(self, note: Note, record: str, path: str) -> View:
        """Return the view of an analyst's note."""
        return View(
            "note", {"text": self.text(note.text, record, f"{path}/text"), "kind": note.kind}
        )

    def source(self, source: Source, record: str, path: str) -> View:
        """Return the view of a source."""
        return View(
            "source",
            {
                "title": self.text(source.title, record, f"{path}/title"),
                "publisher": self.text(source.publisher, record, f"{path}/publisher"),
                "url": source.url,
                "date": self.date(source.date),
                "accessed": self.date(source.accessed),
                "locator": source.locator,
                "note": self.text(source.note, record, f"{path}/note"),
            },
        )

    def handling(self, handling: Handling | None, record: str) -> View | None:
        """Return the view of what followed."""
        if handling is None:
            return None
        return View(
            "handling",
            {
                "lead": self.text(handling.lead, record, "handling/lead"),
                "co_handling": self.many(
                    handling.co_handling,
                    lambda b, at: self.text(b, record, at),
                    "handling/co_handling",
                ),
                "assigned": self.date(handling.assigned),
                "reply_due": self.date(handling.reply_due),
                "replied": self.date(handling.replied),
                "result": self.term("results", handling.result),
                "satisfaction": self.term("satisfactions", handling.satisfaction),
            },
        )

    def issue(self) -> View:
        """Return the view of the issue data."""
        issue = self.brief.issue

        def text(texts: LocalText | None, path: str) -> FieldText | None:
            return self.text(texts, "plan:issue", path)

        contact = None
        if issue.contact is not None:
            person = issue.contact
            contact = View(
                "contact",
                {
                    "name": text(person.name, "contact/name"),
                    "email": person.email,
                    "phone": person.phone,
                    "address": text(person.address, "contact/address"),
                    "url": person.url,
                },
            )
        return View(
            "issue",
            {
                "organization": text(issue.organization, "organization"),
                "series": text(issue.series, "series"),
                "number": text(issue.number, "number"),
                "date": self.date(issue.date),
                "classification": text(issue.classification, "classification"),
                "distribution": text(issue.distribution, "distribution"),
                "contact": contact,
                "disclaimer": text(issue.disclaimer, "disclaimer"),
                "authors": self.many(issue.authors, text, "authors"),
            },
        )

    def earlier(self) -> View | None:
        """Return the view of the issue before, where this brief is compared with one."""
        if self.brief.earlier is None:
            return None
        then = self.brief.earlier.snapshot
        date = self.date(then.date or None)
        return View("earlier", {"number": then.number or None, "date": date})

    def editorial(self) -> View:
        """Return the view of the analyst's own words for this brief."""
        words = self.brief.editorial
        origin = f"plan:{self.brief.spec.id}/{self.brief.group.value}"
        return View(
            "editorial",
            {
                "title": self.text(words.title, origin, "title"),
                "key_messages": self.many(
                    words.key_messages, lambda m, at: self.text(m, origin, at), "key_messages"
                ),
                "context": self.text(words.context, origin, "context"),
                "implications": self.text(words.implications, origin, "implications"),
            },
        )


def build_context(
    brief: PlannedBrief, labels: Mapping[str, str], parameters: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the names that a template of this brief may use."""
    builder = Builder(brief)
    proposals = tuple(
        builder.proposal(selection, number) for number, selection in enumerate(brief.selections, 1)
    )
    themes = []
    for term in brief.vocabularies.themes:
        own = tuple(p for p in proposals if p["theme"]["id"] == term.id)
        if own:
            themes.append(View("theme_group", {"theme": own[0]["theme"], "proposals": own}))
    label = brief.group.label.resolve(brief.language, brief.default_language)[0]
    return {
        "proposals": proposals,
        "themes": tuple(themes),
        "issue": builder.issue(),
        "earlier": builder.earlier(),
        "group": View("group", {"by": brief.group.by, "value": brief.group.value, "label": label}),
        "editorial": builder.editorial(),
        "brief": View("brief", {"key": brief.key, "language": brief.language}),
        "labels": View("labels", labels),
        "parameters": View("parameters", parameters),
    }
