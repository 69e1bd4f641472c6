"""Components: what a template calls to put whole blocks into the document."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, get_args

from jinja2 import Undefined
from markupsafe import Markup

from briefing.compose.changing import CHANGE_COLUMNS, Teller, ask_number, sentence
from briefing.compose.counting import ASK_FIELDS, DIMENSIONS, Counts, Term, What, count
from briefing.compose.describing import described, remarks
from briefing.compose.markdown import safe_target
from briefing.compose.values import Ledger, MisuseError, current
from briefing.compose.views import View
from briefing.compose.words import title_marks, word
from briefing.document import (
    Blocks,
    BulletList,
    Callout,
    Cell,
    Chart,
    Column,
    Contents,
    Inline,
    Inlines,
    LineBreak,
    Link,
    ListItem,
    Masthead,
    OrderedList,
    Paragraph,
    Reference,
    Row,
    Series,
    Span,
    Strong,
    Table,
    Text,
    inline_text,
)
from briefing.document.nodes import Align, CalloutRole
from briefing.plan.model import PlannedBrief
from briefing.records.changes import Change, Changes

__all__ = ["CHOICES", "SIGNATURES", "Components", "chart_fault", "counting_fault"]

SIGNATURES: Mapping[str, Mapping[str, str]] = {
    "masthead": {},
    "imprint": {},
    "key_messages": {"messages": "[text]", "title": "text?"},
    "summary_table": {
        "proposals": "[proposal]",
        "columns": "[text]?",
        "caption": "text?",
        "wide": "flag?",
    },
    "recommendations": {"proposals": "[proposal]", "empty": "text?"},
    "chart": {"data": "counts", "caption": "text?", "description": "text?", "kind": "text?"},
    "counts": {
        "proposals": "[proposal]",
        "by": "text?",
        "what": "text?",
        "stack": "text?",
        "sort": "text?",
    },
    "toc": {"depth": "number?", "title": "text?"},
    "sources": {"proposals": "[proposal]"},
    "changes": {"caption": "text?", "columns": "[text]?", "first": "text?"},
    "title_of": {"proposal": "proposal"},
    "proposers_of": {"proposal": "proposal"},
    "instrument_of": {"proposal": "proposal"},
}
"""The components: their arguments in order, and what each takes (``?``: may be left out)."""

CHOICES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("chart", "kind"): ("bar", "stacked-bar", "heatmap"),
    ("counts", "by"): tuple(DIMENSIONS),
    ("counts", "stack"): tuple(DIMENSIONS),
    ("counts", "what"): ("proposals", "asks"),
    ("counts", "sort"): ("vocabulary", "size"),
}
"""Arguments that take one of a few words."""

ROLES: tuple[CalloutRole, ...] = get_args(CalloutRole)
"""What a callout may be."""

COLUMNS: Mapping[str, tuple[float, Align]] = {
    "number": (7.5, "center"),
    "proposal": (35, "left"),
    "proposer": (21, "left"),
    "theme": (15.5, "left"),
    "sectors": (17, "left"),
    "asks": (9, "center"),
    "status": (11.5, "left"),
}

TABLES: Mapping[str, Mapping[str, tuple[float, Align]]] = {
    "summary_table": COLUMNS,
    "changes": CHANGE_COLUMNS,
}
"""The columns that tables may have, with their widths."""

MOST_SERIES = 6
"""More colours than these are not told apart: what has more becomes a heat map."""
TEXT_WIDTH, FIRST_COLUMN, PADDING = 47.0, 17.0, 1.6
"""About how many ems a table has in a line, its first column at most, a cell beside its text."""


class Components:
    """The components of one rendering in one language."""

    def __init__(
        self,
        ledger: Ledger,
        brief: PlannedBrief,
        context: Mapping[str, Any],
        compared: Callable[[], Changes | None],
    ) -> None:
        """Print what ``context`` holds; ``compared()`` is what changed since the earlier issue."""
        self.ledger = ledger
        self.language = brief.language
        self.issue: View = context["issue"]
        self.proposals: tuple[View, ...] = context["proposals"]
        self.by = brief.group.by
        self.vocabularies = brief.vocabularies
        self.compared = compared

    def all(self) -> dict[str, Callable[..., Any]]:
        """Return the callables by the name a template uses."""
        return {name: checked(name, getattr(self, name)) for name in SIGNATURES}

    def word(self, name: str) -> str:
        return word(name, self.language)

    @property
    def chinese(self) -> bool:
        return self.language.startswith("zh")

    # ── Head and tail ──────────────────────────────────────────────────────

    def masthead(self) -> Markup:
        """Put the masthead (报头) here."""
        issue = self.issue
        distribution = words(issue["distribution"])
        if distribution:
            label = Span((Text(self.word("distribution") + self.word("colon")),), role="label")
            distribution = (label, *distribution)
        node = Masthead(
            words(issue["organization"]),
            words(issue["series"]),
            words(issue["number"]),
            words(issue["date"]),
            words(issue["classification"]),
            distribution,
        )
        return self.ledger.block((node,))

    def imprint(self) -> Markup:
        """Put contact, authors and disclaimer here."""
        issue = self.issue
        blocks: list[Paragraph] = []
        contact = issue["contact"]
        if contact is not None:
            parts = [words(contact[name]) for name in ("name", "phone", "address") if contact[name]]
            if contact["email"]:
                email = contact["email"]
                parts.append((Link((Text(email),), f"mailto:{email}"),))
            if contact["url"]:
                parts.append((Link((Text(contact["url"]),), contact["url"]),))
            blocks.append(self.line("contact", parts))
        if issue["authors"]:
            blocks.append(self.line("authors", [words(author) for author in issue["authors"]]))
        if issue["disclaimer"]:
            blocks.append(Paragraph(words(issue["disclaimer"]), role="imprint"))
        kept = [replace(block, keep_with_next=True) for block in blocks[:-1]]
        return self.ledger.block((*kept, *blocks[-1:]))

    def line(self, name: str, parts: Sequence[Inlines]) -> Paragraph:
        """Return an imprint line: a label, then parts with commas between."""
        label = Span((Text(self.word(name) + self.word("colon")),), role="label")
        return Paragraph((label, *joined(parts, "，" if self.chinese else ", ")), role="imprint")

    # ── Boxes, contents ────────────────────────────────────────────────────

    def key_messages(self, messages: Sequence[Any], title: str = "") -> Markup:
        """Put key messages (要点) in a box; nothing where there are none."""
        items = tuple(ListItem((Paragraph(words(message)),)) for message in messages)
        if not items:
            return Markup("")
        box = Callout((BulletList(items),), role="key-messages", title=words(title))
        return self.ledger.block((box,))

    def callout(self, role: Any, title: str, blocks: Blocks) -> Markup:
        """Put blocks in a box."""
        if role not in ROLES:
            raise MisuseError(f"there is no callout {role}; there are {', '.join(ROLES)}")
        if not blocks:
            return Markup("")
        return self.ledger.block((Callout(blocks, role=role, title=words(title)),))

    def toc(self, depth: int = 2, title: str = "") -> Markup:
        """Put a table of contents here."""
        return self.ledger.block((Contents(words(title), depth),))

    # ── Proposals ──────────────────────────────────────────────────────────

    def title_of(self, proposal: View) -> Markup:
        """Return a proposal's title as it is quoted, or its subject and a mark that it has none."""
        return self.ledger.inline(self.title(proposal))

    def title(self, proposal: View) -> Inlines:
        title = words(proposal["title"])
        if not title:
            mark = f"（{self.word('no-title')}）" if self.chinese else f" ({self.word('no-title')})"
            return (*words(proposal["subject"]), Span((Text(mark),), role="missing"))
        opening, closing = title_marks(proposal, self.language)
        return (Text(opening), *title, Text(closing)) if opening else title

    def proposers_of(self, proposal: View) -> Markup:
        """Return who proposed it: name, capacity and positions of each."""
        people: list[Inlines] = []
        for person in proposal["proposers"]:
            parts = [words(person["name"])]
            if person["capacity"] is not None:
                parts.append(words(person["capacity"]["label"]))
            parts += [words(position) for position in person["positions"]]
            people.append(joined(parts, " · "))
        return self.ledger.inline(joined(people, self.word("stop")))

    def instrument_of(self, proposal: View) -> Markup:
        """Return a proposal's instrument with its basis, or that it is not stated."""
        return self.ledger.inline(self.judged(proposal["instrument"]))

    def judged(self, judged: View | None) -> Inlines:
        if judged is None:
            return (self.missing(),)
        if judged["stated"]:
            return (Text(judged["label"]),)
        return (Text(judged["label"]), Span((Text(self.word("analyst")),), role="analyst"))

    def missing(self) -> Span:
        return Span((Text(self.word("not-stated")),), role="missing")

    def proposer(self, proposal: View) -> Inlines:
        parts: list[Inlines] = []
        for proposer in proposal["proposers"]:
            line: tuple[Inline, ...] = (*words(proposer["name"]),)
            if proposer["capacity"] is not None:
                line = (
                    *line,
                    LineBreak(),
                    Span((Text(proposer["capacity"]["label"]),), role="muted"),
                )
            parts.append(line)
        return joined(parts, LineBreak())

    def cell(self, name: str, proposal: View) -> Inlines:
        match name:
            case "number":
                return (self.number(proposal),)
            case "proposal":
                return (Reference(self.title(proposal), f"record:{proposal['id']}"),)
            case "proposer":
                return self.proposer(proposal)
            case "theme":
                return (Text(proposal["theme"]["short"]),)
            case "sectors":
                return (Text(self.word("comma").join(s["short"] for s in proposal["sectors"])),)
            case "asks":
                here, every = len(proposal["recommendations"]), len(proposal["all_recommendations"])
                text = str(here) if here == every else self.word("of").format(n=here, all=every)
                return (Text(text),)
            case "status":
                known = dict.fromkeys(
                    ask["status"]["label"] for ask in proposal["recommendations"] if ask["status"]
                )
                handling = proposal["handling"]
                if handling is not None and handling["result"] is not None:
                    known = {handling["result"]["label"]: None}
                if not known:
                    return (self.missing(),)
                return (Span((Text(self.word("comma").join(known)),), role="status"),)
            case _:
                raise MisuseError(f"summary_table has no column {name}; it has {listed(COLUMNS)}")

    def summary_table(
        self,
        proposals: Sequence[View],
        columns: Sequence[str] = (),
        caption: str = "",
        wide: bool = False,
    ) -> Markup:
        """Put a table here with a row for each proposal; a ``wide`` one on a page on its side."""
        chosen = list(columns) or default_columns(self.by)
        head = Row(
            tuple(Cell((Paragraph((Text(self.heading(name)),)),), header=True) for name in chosen)
        )
        body = tuple(
            Row(tuple(Cell((Paragraph(self.cell(name, proposal)),)) for name in chosen))
            for proposal in proposals
        )
        shares = tuple(Column(*COLUMNS[name]) for name in chosen)
        table = Table(
            shares,
            (head,),
            body,
            role="summary",
            caption=words(caption),
            id="table:summary",
            description=str(caption) or None,
            wide=wide,
        )
        return self.ledger.block((table,))

    def heading(self, name: str) -> str:
        if name not in COLUMNS:
            raise MisuseError(f"summary_table has no column {name}; it has {listed(COLUMNS)}")
        return self.word(name)

    # ── What changed ───────────────────────────────────────────────────────

    def changes(self, caption: str = "", columns: Sequence[str] = (), first: str = "") -> Markup:
        """Put here what changed since the earlier issue: a sentence, and a row for each proposal.

        Where there is no earlier issue stands ``first``, or nothing.
        """
        for name in columns:
            if name not in CHANGE_COLUMNS:
                raise MisuseError(f"changes has no column {name}; it has {listed(CHANGE_COLUMNS)}")
        found = self.compared()
        if found is None:
            return self.ledger.block((Paragraph(words(first)),)) if first else Markup("")
        views = {str(proposal["id"]): proposal for proposal in self.proposals}
        said = sentence(found, self.language)
        opening = Paragraph((Text(said),), keep_with_next=bool(found.changes))
        if not found.changes:
            return self.ledger.block((opening,))
        table = self.teller(views).table(found, columns, words(caption))
        return self.ledger.block((opening, table))

    def teller(self, views: Mapping[str, View]) -> Teller:
        """Return who tells of changes: bound to the records where they stand in this brief."""

        def number(change: Change) -> Inlines:
            return (self.number(views[change.id]),) if change.id in views else (Text("–"),)

        def title(change: Change) -> Inlines:
            if change.id in views:
                return (Reference(self.title(views[change.id]), f"record:{change.id}"),)
            return (Text(change.old.title if change.old is not None else change.id),)

        def names(change: Change) -> Inlines:
            if change.id in views:
                people = [words(one["name"]) for one in views[change.id]["proposers"]]
            else:
                people = [(Text(name),) for name in (change.old.proposers if change.old else ())]
            return joined(people, self.word("comma"))

        return Teller(self.language, number, title, names, ask_number)

    def recommendations(self, proposals: Sequence[View], empty: str = "") -> Markup:
        """Put the numbered list of recommendations of all proposals here."""
        items = [
            self.item(ask, proposal)
            for proposal in proposals
            for ask in proposal["recommendations"]
        ]
        if not items:
            return self.ledger.block(
                (Paragraph(words(empty or self.word("no-asks")), role="note"),)
            )
        return self.ledger.block((OrderedList(tuple(items), role="recommendations", tight=False),))

    def item(self, ask: View, proposal: View) -> ListItem:
        blocks = [Paragraph(words(ask["text"]), keep_with_next=True), self.facts(ask, proposal)]
        if ask["impact"]:
            blocks.append(Paragraph(words(ask["impact"]), role="note"))
        if ask["note"]:
            blocks.append(Paragraph(words(ask["note"]), role="note"))
        return ListItem(tuple(blocks), id=f"recommendation:{proposal['id']}/{ask['id']}")

    def facts(self, ask: View, proposal: View) -> Paragraph:
        """Return the line under an ask: who, how urgent, when, in what state, from where."""
        parts: list[Inlines] = []
        unknown: list[str] = []
        addressee = ask["addressee"]
        if addressee is not None:
            mark = (
                ()
                if addressee["stated"]
                else (Span((Text(self.word("analyst")),), role="analyst"),)
            )
            parts.append((self.label("addressee"), *words(addressee["name"]), *mark))
        else:
            unknown.append(self.word("addressee"))
        for name in ("priority", "horizon"):
            if ask[name] is not None:
                parts.append((self.label(name), *self.judged(ask[name])))
            else:
                unknown.append(self.word(name))
        if ask["status"] is not None:
            parts.append(
                (self.label("status"), Span((Text(ask["status"]["label"]),), role="status"))
            )
        else:
            unknown.append(self.word("status"))
        if unknown:
            lower = (
                unknown
                if self.chinese
                else [unknown[0], *(w[0].lower() + w[1:] for w in unknown[1:])]
            )
            what = self.word("comma").join(lower)
            parts.append(
                (Span((Text(self.word("not-stated-list").format(what=what)),), role="missing"),)
            )
        who = joined([words(p["name"]) for p in proposal["proposers"]], self.word("comma"))
        before, after = self.word("from").split("{n}")
        origin = Reference((*who, Text(before)), f"record:{proposal['id']}")
        locator = (Text(f"{self.word('and')}{ask['locator']}"),) if ask["locator"] else ()
        parts.append((self.label("source"), origin, self.number(proposal), Text(after), *locator))
        return Paragraph(joined(parts, " · "), role="meta")

    def number(self, proposal: View) -> Reference:
        """Return a proposal's number, as a link to where it stands."""
        shown = Text(str(proposal["number"]))
        return Reference((shown,), f"record:{proposal['id']}", show="number")

    def label(self, name: str) -> Span:
        return Span((Text(self.word(name) + self.word("colon")),), role="label")

    def sources(self, proposals: Sequence[View]) -> Markup:
        """Put the list of sources here, each once, with the places where proposals stand in it."""
        entries: dict[tuple[str, str], tuple[View, list[tuple[View, str]]]] = {}
        for proposal in proposals:
            for source in proposal["sources"]:
                key = (str(source["title"]), str(source["url"]))
                entry = entries.setdefault(key, (source, []))
                if source["locator"]:
                    entry[1].append((proposal, source["locator"]))
        items = tuple(self.source(source, places) for source, places in entries.values())
        return self.ledger.block((OrderedList(items, role="sources", tight=False),))

    def source(self, source: View, places: Sequence[tuple[View, str]]) -> ListItem:
        title = words(source["title"])
        url = source["url"]
        first: Inlines = (Link(title, url),) if url and safe_target(url) else title
        parts: list[Inlines] = [first]
        if source["publisher"]:
            parts.append(words(source["publisher"]))
        if source["date"]:
            parts.append((Text(source["date"]),))
        if source["accessed"]:
            parts.append((Text(self.word("accessed").format(date=source["accessed"])),))
        blocks = [Paragraph(joined(parts, "，" if self.chinese else ", "))]
        if places:
            before, after = self.word("located").split("{place}")
            shown: list[Inlines] = [
                (self.number(p), Text(f"{before}{locator}{after}")) for p, locator in places
            ]
            children = (self.label("proposals-in"), *joined(shown, self.word("comma")))
            blocks.append(Paragraph(children, role="meta"))
        if source["note"]:
            blocks.append(Paragraph(words(source["note"]), role="meta"))
        kept = [replace(block, keep_with_next=True) for block in blocks[:-1]]
        return ListItem((*kept, *blocks[-1:]))

    # ── Charts ─────────────────────────────────────────────────────────────

    def counts(
        self,
        proposals: Sequence[View],
        by: str = "theme",
        what: str = "",
        stack: str = "",
        sort: str = "vocabulary",
    ) -> Counts:
        """Count proposals, or asks, by one dimension and perhaps within it by another."""
        if fault := counting_fault(by, what, stack):
            raise MisuseError(f"counts: {fault}")
        chosen: What = "asks" if what == "asks" or {by, stack} & {*ASK_FIELDS} else "proposals"
        found = count(
            proposals,
            chosen,
            by,
            stack,
            unknown=self.word("not-stated"),
            vocabulary=self.colours,
        )
        return found.by_size() if sort == "size" else found

    def colours(self, vocabulary: str) -> dict[str, str | None]:
        """Return the ids of a vocabulary's terms in order, with their colours."""
        return {term.id: term.colour for term in self.vocabularies[vocabulary]}

    def chart(
        self, data: Counts, caption: str = "", description: str = "", kind: str = ""
    ) -> Markup:
        """Put counts here as bars, as stacked bars, or as a heat map: a table with tints."""
        if fault := chart_fault(kind, stacked=bool(data.stack)):
            raise MisuseError(f"chart: {fault}")
        if not data.categories:
            return Markup("")
        if not kind:
            many = len(data.series) > MOST_SERIES
            kind = "heatmap" if many else "stacked-bar" if data.stack else "bar"
        said = description or described(data, kind, self.language)
        title = self.captioned(words(caption), remarks(data, self.language))
        name = f"chart:{inline_text(words(caption))}" if caption else None
        if kind == "heatmap":
            return self.ledger.block((self.heat_map(data, title, said, name),))
        series = [
            Series(term.short, tuple(map(float, row)), term.colour)
            for term, row in zip(
                data.series or (Term("", self.word(data.what), self.word(data.what)),),
                data.values,
                strict=True,
            )
        ]
        if any(one.colour is None for one in series):  # colours of a kind, or none at all
            series = [replace(one, colour=None) for one in series]
        labels = tuple(term.label for term in data.categories)
        node = Chart(
            "stacked-bar" if data.stack else "bar", labels, tuple(series), said, title, id=name
        )
        return self.ledger.block((node,))

    def captioned(self, caption: Inlines, remark: str) -> Inlines:
        """Return a caption with what must be known to read the numbers."""
        if not caption or not remark:
            return caption
        shown = f"（{remark}）" if self.chinese else f" ({remark})"
        return (*caption, Span((Text(shown),), role="muted"))

    def names(self, data: Counts) -> list[str]:
        """Return what heads the columns of a heat map, but for the first."""
        if not data.series:
            return [self.word(data.what)]
        return [*(term.short for term in data.series), self.word("total")]

    def shares(self, data: Counts) -> list[float]:
        """Return the widths of a heat map's columns, in ems; more than there are if it is full."""
        labels = [self.word(data.by), *(term.label for term in data.categories)]
        first = min(FIRST_COLUMN, max(map(_ems, labels)) + PADDING)
        names = self.names(data)
        rest = (TEXT_WIDTH - first) / len(names)
        return [first, *(max(rest, _longest_word(name) + PADDING) for name in names)]

    def heat_map(self, data: Counts, caption: Inlines, description: str, name: str | None) -> Table:
        """Return a table of counts whose cells are tinted by their share of the largest."""
        shares = self.shares(data)
        if data.series and sum(shares) > TEXT_WIDTH + 0.01:  # turned, it may fit
            turned = data.transposed()
            if sum(self.shares(turned)) < sum(shares):
                data, shares = turned, self.shares(turned)
        top = max(max(row) for row in data.values) or 1

        def head(text: str) -> Cell:
            return Cell((Paragraph((Text(text),)),), header=True)

        def number(value: int) -> Cell:
            if not value:
                return Cell((Paragraph((Span((Text("0"),), role="muted"),)),))
            return Cell((Paragraph((Text(str(value)),)),), heat=value / top)

        def total(value: int) -> Cell:
            return Cell((Paragraph((Strong((Text(str(value)),)),)),))

        rows = [
            Row((
                head(term.label),
                *(number(row[index]) for row in data.values),
                *([total(data.totals[index])] if data.series else []),
            ))
            for index, term in enumerate(data.categories)
        ]  # fmt: skip
        totals = [*data.series_totals, data.total] if data.series else [data.total]
        rows.append(Row((head(self.word("total")), *map(total, totals))))
        return Table(
            (Column(shares[0]), *(Column(share, "center") for share in shares[1:])),
            (Row((head(self.word(data.by)), *map(head, self.names(data)))),),
            tuple(rows),
            caption=caption,
            id=name,
            description=description,
        )


def default_columns(by: str) -> list[str]:
    """Return the columns of a summary table that names none, in a brief that is grouped ``by``."""
    return [
        "number", "proposal", "proposer", "sectors" if by == "theme" else "theme", "asks", "status",
    ]  # fmt: skip


def counting_fault(by: str, what: str, stack: str) -> str | None:
    """Return what is wrong with the arguments of counts together, or ``None``."""
    if by and by == stack:
        return f"by and stack are both {by}"
    field = next((name for name in (by, stack) if name in ASK_FIELDS), None)
    if what == "proposals" and field is not None:
        return f'only asks have a {field}: write what="asks"'
    return None


def chart_fault(kind: str, *, stacked: bool) -> str | None:
    """Return why counts cannot be drawn as this kind of chart, or ``None``."""
    if kind == "bar" and stacked:
        return 'kind "bar" shows counts without stack; leave out kind, or stack'
    if kind == "stacked-bar" and not stacked:
        return 'kind "stacked-bar" needs counts(…, stack=…)'
    return None


def _ems(text: str) -> float:
    """Return about how wide a text is, in ems."""
    return sum(1.0 if ord(char) > 0x2E7F else 0.6 for char in text)


def _longest_word(text: str) -> float:
    """Return about how wide the widest part of a text is that no line may break, in ems."""
    return max(map(_ems, re.findall(r"[!-\u2e7f]+", text)), default=1.0)


def checked(name: str, component: Callable[..., Markup]) -> Callable[..., Markup]:
    """Return a component that refuses arguments it cannot take, in words for the author."""
    arguments = SIGNATURES[name]

    def call(*args: Any, **kwargs: Any) -> Markup:
        if len(args) > len(arguments):
            raise MisuseError(f"{name} takes only: {', '.join(arguments) or 'nothing'}")
        given = {**dict(zip(arguments, args, strict=False)), **kwargs}
        for argument, value in given.items():
            if argument not in arguments:
                raise MisuseError(f"{name} has no argument {argument}")
            if isinstance(value, Undefined):
                str(value)  # raises, naming what is undefined
            kind = arguments[argument]
            if not fits(value, kind.removesuffix("?"), optional=kind.endswith("?")):
                raise MisuseError(f"{name}: {argument} must be {NAMES[kind.removesuffix('?')]}")
            choices = CHOICES.get((name, argument))
            if choices and value and str(value) not in choices:
                raise MisuseError(f"{name}: {argument} must be one of {', '.join(choices)}")
        for argument, kind in arguments.items():
            if argument not in given and not kind.endswith("?"):
                raise MisuseError(f"{name} needs {argument}")
        present = {key: value for key, value in given.items() if value is not None}
        return component(**present)

    return call


NAMES = {
    "text": "a text",
    "number": "a whole number",
    "flag": "true or false",
    "counts": "what counts(…) gives",
    "proposal": "a proposal",
    "[proposal]": "a list of proposals",
    "[text]": "a list of texts",
}


def fits(value: Any, kind: str, *, optional: bool) -> bool:
    """Whether a component's argument is of a kind."""
    if kind.startswith("["):
        if optional and value is None:
            return True
        many = isinstance(value, tuple | list)
        return many and all(fits(item, kind.strip("[]"), optional=False) for item in value)
    if value is None:
        return optional
    match kind:
        case "text":
            return isinstance(value, str)
        case "number":
            return isinstance(value, int) and not isinstance(value, bool)
        case "flag":
            return isinstance(value, bool)
        case "counts":
            return isinstance(value, Counts)
        case _:
            return isinstance(value, View) and value.kind == kind


def listed(names: Iterable[str]) -> str:
    """Return names as a message lists them."""
    return ", ".join(names)


def words(value: Any) -> Inlines:
    """Return a printed value as inlines."""
    return () if value is None or value == "" else current.get().inlines(value)


def joined(parts: Iterable[Inlines], between: str | Inline) -> Inlines:
    """Return parts with something between them."""
    node = Text(between) if isinstance(between, str) else between
    found: list[Inline] = []
    for index, part in enumerate(parts):
        if index:
            found.append(node)
        found += part
    return tuple(found)
