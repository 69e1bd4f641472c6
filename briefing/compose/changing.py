"""What changed since an earlier issue, in words: a sentence, and lines for each proposal.

The component prints them in a brief, ``briefing redline`` before the marked pages and in
the text of an e-mail: the same words in all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from briefing.compose.words import local_date, word
from briefing.document import (
    Cell,
    Column,
    Inline,
    Inlines,
    LineBreak,
    Paragraph,
    Reference,
    Row,
    Span,
    Strong,
    Table,
    Text,
    inline_text,
)
from briefing.document.nodes import Align
from briefing.records.changes import ASKS, Change, Changes, Detail, Kind, Proposal, tally

__all__ = [
    "CHANGE_COLUMNS",
    "Teller",
    "ask_number",
    "ask_target",
    "change_text",
    "headline",
    "plain_teller",
    "sentence",
]

CHANGE_COLUMNS: Mapping[str, tuple[float, Align]] = {
    "number": (7, "center"),
    "change": (13, "left"),
    "proposal": (36.5, "left"),
    "proposer": (16, "left"),
    "details": (43.5, "left"),
}
"""The columns that the table may have, with their widths."""
CHINESE_COLUMNS: Mapping[str, tuple[float, Align]] = {
    "change": (9, "left"),
    "proposal": (40.5, "left"),
}
COLUMNS = ("number", "change", "proposal", "details")
"""Those that it has where none are named."""

LONGEST = 60
"""Most characters of words that are printed as they were and as they are; longer ones are named."""
QUOTED = 50
"""So many characters of a recommendation that was dropped are quoted."""

Pair = tuple[str, str]

KIND_WORDS: Mapping[Kind, Pair] = {
    "new": ("新增", "New"),
    "changed": ("变更", "Changed"),
    "status": ("进展", "Status"),
    "moved": ("改归", "Moved"),
    "dropped": ("撤下", "Dropped"),
}
COUNTED: Mapping[Kind, Pair] = {
    "new": ("新增{n}件", "{n} new"),
    "changed": ("内容变更{n}件", "{n} changed"),
    "status": ("办理有进展{n}件", "{n} with a new status"),
    "moved": ("改归他类{n}件", "{n} moved"),
    "dropped": ("撤下{n}件", "{n} dropped"),
}
PARTS: Mapping[str, Pair] = {
    "title": ("标题", "title"),
    "proposers": ("提出者", "proposers"),
    "instrument": ("类别", "instrument"),
    "meeting": ("会议", "meeting"),
    "submitted": ("提出时间", "date of submission"),
    "theme": ("主题", "theme"),
    "sectors": ("相关行业", "sectors"),
    "summary": ("摘要", "summary"),
    "context": ("背景", "context"),
    "impact": ("影响分析", "analysis of impact"),
    "notes": ("编者注", "editor’s notes"),
    "sources": ("资料来源", "sources"),
    "tags": ("标签", "tags"),
    "handling.result": ("办理结果", "result"),
    "handling.lead": ("主办单位", "lead body"),
    "handling.co_handling": ("会办单位", "co-handling bodies"),
    "handling.assigned": ("交办时间", "date of assignment"),
    "handling.reply_due": ("答复期限", "reply due"),
    "handling.replied": ("答复时间", "date of reply"),
    "handling.satisfaction": ("满意度", "satisfaction"),
    ASKS: ("建议", "asks"),
}
ASK_PARTS: Mapping[str, Pair] = {
    "text": ("内容", "wording"),
    "status": ("状态", "status"),
    "addressee": ("办理对象", "asked of"),
    "priority": ("优先级", "priority"),
    "horizon": ("时限", "horizon"),
    "sectors": ("相关行业", "sectors"),
    "impact": ("影响分析", "analysis of impact"),
    "locator": ("出处", "place in the source"),
    "note": ("说明", "note"),
}
NAMED = frozenset(
    ["summary", "context", "impact", "notes", "sources", "proposers", "text", "note", ASKS]
)
"""Parts that are named only: their words stand in the brief, and are long."""
PROSE = frozenset(["summary", "context", "impact", "notes", "text", "note"])

PHRASES: Mapping[str, Pair] = {
    "since": ("与{issue}相比", "since {issue}"),
    "issue-of": ("{date}一期", "the issue of {date}"),
    "last": ("上期", "the last issue"),
    "dated": ("{number}（{date}）", "{number} ({date})"),
    "counts": ("{since}：{counts}。", "{since}: {counts}."),
    "nothing": ("{since}，各件建议提案没有变化。", "{since}, no proposal has changed."),
    "comma": ("，", ", "),
    "stop": ("；", "; "),
    "from": ("{names}提出", "by {names}"),
    "asks": ("具体建议{n}条", "{n} asks"),
    "one-ask": ("具体建议1条", "one ask"),
    "reworded": ("改写", "reworded"),
    "changed": ("改动", "changed"),
    "added": ("增补", "added"),
    "removed": ("删去", "left out"),
    "ask-new": ("新增建议", "new ask"),
    "asks-new": ("新增建议", "new asks"),
    "ask-dropped": ("撤下建议", "ask dropped"),
    "ask": ("第{n}条", "ask {n}"),
    "quoted": ("“{text}”", "“{text}”"),
    "title-was": ("原标题", "title before"),
    "came": ("原属", "was under"),
    "went": ("现属", "now under"),
    "none": ("未载明", "not stated"),
    "headline": ("与{issue}相比的变化", "What changed since {issue}"),
    "subject": ("{title}——与{issue}相比的变化", "{title} – what changed since {issue}"),
    "said": ("{title}——{said}", "{title} – {said}"),
}


def _said(pair: Pair, language: str) -> str:
    return pair[not language.startswith("zh")]


def phrase(name: str, language: str, **values: object) -> str:
    """Return one of the phrases above with its values filled in."""
    text = _said(PHRASES[name], language)
    return text.format(**values) if values else text


def kind_word(kind: Kind, language: str) -> str:
    """Return what became of a proposal, in one word."""
    return _said(KIND_WORDS[kind], language)


def issue_name(changes: Changes, language: str) -> str:
    """Return what the earlier issue is called: by its number and its date."""
    date = local_date(changes.date, language) if changes.date else ""
    if not changes.number:
        return phrase("issue-of" if date else "last", language, date=date)
    if not date:
        return changes.number
    return phrase("dated", language, number=changes.number, date=date)


def counts(changes: Changes, language: str) -> str:
    """Return how many proposals there are of each kind."""
    return phrase("comma", language).join(
        _said(COUNTED[kind], language).replace("{n}", str(number))
        for kind, number in tally(changes).items()
    )


def sentence(changes: Changes, language: str) -> str:
    """Return what changed in a sentence: since when, and how many of each kind."""
    since = _headed(phrase("since", language, issue=issue_name(changes, language)))
    if not changes.changes:
        return phrase("nothing", language, since=since)
    return phrase("counts", language, since=since, counts=counts(changes, language))


def headline(changes: Changes, language: str) -> str:
    """Return what stands above the changes where they stand by themselves."""
    return phrase("headline", language, issue=issue_name(changes, language))


def ask_target(record: str, ask: str) -> str:
    """Return the id of the place where a recommendation stands in a brief."""
    return f"recommendation:{record}/{ask}"


def ask_number(change: Change, ask: str) -> Inline:
    """Return the number of a recommendation, as a link to where it stands in the new brief.

    A brief that does not list them by number has its place within the proposal.
    """
    asks = change.new.asks if change.new is not None else ()
    own = next((number for number, one in enumerate(asks, 1) if one.id == ask), 0)
    return Reference((Text(str(own)),), ask_target(change.id, ask), show="number")


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells of changes in one language.

    The functions say how a proposal's number, its title, those who made it and the
    number of one of its recommendations are printed.
    """

    language: str
    number: Callable[[Change], Inlines]
    title: Callable[[Change], Inlines]
    names: Callable[[Change], Inlines]
    ask: Callable[[Change, str], Inline] = ask_number

    def table(self, changes: Changes, columns: Sequence[str] = (), caption: Inlines = ()) -> Table:
        """Return a table with a row for each proposal."""
        chosen = columns or COLUMNS
        head = [word(name, self.language) for name in chosen]
        widths = {**CHANGE_COLUMNS, **(CHINESE_COLUMNS if self.chinese else {})}
        return Table(
            tuple(Column(*widths[name]) for name in chosen),
            (Row(tuple(Cell((Paragraph((Text(text),)),), header=True) for text in head)),),
            tuple(
                Row(tuple(Cell((Paragraph(self.cell(name, change)),)) for name in chosen))
                for change in changes.changes
            ),
            caption=caption,
            id="table:changes",
            description=sentence(changes, self.language),
        )

    def cell(self, name: str, change: Change) -> Inlines:
        """Return what stands in one of the columns."""
        match name:
            case "number":
                return self.number(change)
            case "change":
                return (Strong((Text(kind_word(change.kind, self.language)),)),)
            case "proposal":
                return self.title(change)
            case "proposer":
                return self.names(change)
            case _:
                found: list[Inline] = []
                for line in self.lines(change):
                    found += (LineBreak(), *line) if found else line
                return tuple(found)

    def lines(self, change: Change) -> tuple[Inlines, ...]:
        """Return what is to be said of a change, a line for each thing."""
        if change.kind in ("new", "dropped"):
            return tuple(self.origin(change))
        return tuple(line for line in (*self.proposal(change), *self.asks(change)) if line)

    # ── The whole proposal ─────────────────────────────────────────────────

    def origin(self, change: Change) -> Iterator[Inlines]:
        """Yield who proposed it, and how much it asks for."""
        proposal = change.new or change.old
        assert proposal is not None
        parts: list[Inlines] = []
        # Without proposers, the brief names nobody: nor does this.
        if proposal.proposers and (names := self.names(change)):
            before, after = self.phrase("from").split("{names}")
            parts.append((*_text(before), *names, *_text(after)))
        number = len(proposal.asks) or len(proposal.texts)
        if number:
            parts.append(_text(self.phrase("one-ask" if number == 1 else "asks", n=number)))
        if parts:
            yield self.headed(self.joined(parts, "stop"))

    def proposal(self, change: Change) -> Iterator[Inlines]:
        """Yield what changed of the proposal itself."""
        named: dict[str, list[str]] = {}
        for detail in change.details:
            if detail.ask is not None:
                continue
            if detail.part == "group":
                label, where = ("came", detail.old) if detail.old else ("went", detail.new)
                yield (self.label(self.phrase(label)), *_text("".join(where)))
                continue
            if detail.part == "title" and detail.old and change.old is not None:
                yield (self.label(self.phrase("title-was")), *self.old(change.old.title))
                continue
            name, short = self.named(detail)
            if short:
                yield (self.label(name), *self.turned(detail))
            else:
                named.setdefault(_how(detail), []).append(name)
        for how, names in named.items():
            listed = word("comma", self.language).join(dict.fromkeys(names))
            yield (self.label(self.phrase(how)), *_text(listed))

    def named(self, detail: Detail) -> tuple[str, bool]:
        """Return what a part is called, and whether its words are printed."""
        words = PARTS if detail.ask is None else ASK_PARTS
        coarse = detail.part.partition(".")[0]
        pair = words.get(detail.part) or words.get(coarse) or (detail.part, detail.part)
        long = any(len(self.words(side)) > LONGEST for side in (detail.old, detail.new))
        return _said(pair, self.language), coarse not in NAMED and not long

    # ── Its recommendations ────────────────────────────────────────────────

    def asks(self, change: Change) -> Iterator[Inlines]:
        """Yield what changed of the recommendations, those that are new and gone last."""
        by_ask: dict[str, list[Inlines]] = {}
        new: list[Inlines] = []
        gone: list[Detail] = []
        for detail in change.details:
            if detail.ask is None:
                continue
            if detail.part != ASKS:
                by_ask.setdefault(detail.ask, []).append(self.of_ask(detail))
            elif detail.new:
                new.append((self.ask(change, detail.ask),))
            else:
                gone.append(detail)
        for ask, parts in by_ask.items():
            before, after = self.phrase("ask").split("{n}")
            number = (*_text(_headed(before)), self.ask(change, ask), *_text(after))
            colon = word("colon", self.language)
            yield (Span((*number, Text(colon)), role="label"), *self.joined(parts, "stop"))
        if new:
            listed = self.joined(new, word("comma", self.language))
            before, after = self.phrase("ask").split("{n}")
            if before.strip() == "ask":  # “New asks: 3, 5”, but 新增建议：第3、5条
                before = ""
            label = self.label(self.phrase("ask-new" if len(new) == 1 else "asks-new"))
            yield (label, *_text(before), *listed, *_text(after))
        for detail in gone:
            text = self.quotation("".join(detail.old))
            yield (
                (self.label(self.phrase("ask-dropped")), *text)
                if text
                else (Text(_headed(self.phrase("ask-dropped"))),)
            )

    def of_ask(self, detail: Detail) -> Inlines:
        """Return what changed in one recommendation."""
        name, short = self.named(detail)
        if short:
            return (Text(f"{name}：" if self.chinese else f"{name} "), *self.turned(detail))
        how = self.phrase(_how(detail))
        if detail.part == "text":
            return _text(how)
        both = (how, name) if self.chinese else (name, f" {how}")
        return _text("".join(both))

    # ── Words ──────────────────────────────────────────────────────────────

    @property
    def chinese(self) -> bool:
        return self.language.startswith("zh")

    def phrase(self, name: str, **values: object) -> str:
        return phrase(name, self.language, **values)

    def words(self, values: Sequence[str]) -> str:
        """Return several values as they stand in a line."""
        return word("comma", self.language).join(" ".join(value.split()) for value in values)

    def turned(self, detail: Detail) -> Inlines:
        """Return what a part was and what it is."""
        none = self.phrase("none")
        old, new = self.words(detail.old), self.words(detail.new)
        mark = word("analyst", self.language)
        if old.endswith(mark) and new.endswith(mark):
            old, new = old.removesuffix(mark), new.removesuffix(mark)
        return (*self.old(old or none), Text(f" → {new or none}"))

    def old(self, text: str) -> Inlines:
        """Return words of the earlier issue: plain, and set back."""
        return (Span((Text(" ".join(text.split())),), role="muted"),)

    def quotation(self, text: str) -> Inlines:
        """Return the beginning of a text that stands nowhere any more."""
        whole = " ".join(text.split())
        if not whole:
            return ()
        cut = whole if len(whole) <= QUOTED else f"{whole[: QUOTED - 1].rstrip()}…"
        return self.old(self.phrase("quoted", text=cut))

    def label(self, text: str) -> Span:
        return Span((Text(_headed(text) + word("colon", self.language)),), role="label")

    def headed(self, children: Inlines) -> Inlines:
        """Return a line that begins as a line does."""
        match children:
            case (Text(value), *rest):
                return (Text(_headed(value)), *rest)
            case _:
                return children

    def joined(self, parts: Iterable[Inlines], between: str) -> Inlines:
        """Return parts with a phrase, or the words given, between them."""
        node = Text(self.phrase(between) if between in PHRASES else between)
        found: list[Inline] = []
        for index, part in enumerate(parts):
            if index:
                found.append(node)
            found += part
        return tuple(found)


def plain_teller(language: str) -> Teller:
    """Return who tells of changes where no record is at hand: in the words of both issues."""

    def proposal(change: Change) -> Proposal:
        found = change.new or change.old
        assert found is not None
        return found

    def number(change: Change) -> Inlines:
        if change.new is None:
            return (Text("–"),)
        return (Reference((Text("·"),), f"record:{change.id}", show="number"),)

    def title(change: Change) -> Inlines:
        words = (Text(" ".join(proposal(change).title.split())),)
        return words if change.new is None else (Reference(words, f"record:{change.id}"),)

    def names(change: Change) -> Inlines:
        return _text(word("comma", language).join(proposal(change).proposers))

    return Teller(language, number, title, names)


def change_text(
    changes: Changes, title: str, language: str, fill: Callable[[Inlines], Inlines] = lambda x: x
) -> str:
    """Return the text of an e-mail that goes with a brief: a line for its subject, then a list.

    ``fill`` gives references to places of the brief their numbers.
    """
    teller = plain_teller(language)
    name = " ".join(title.split())
    subject = phrase("subject", language, issue=issue_name(changes, language), title=name)
    lines = [subject, "", sentence(changes, language)]
    if changes.changes:
        lines.append("")
    for change in changes.changes:
        name = inline_text(teller.title(change))
        said = [inline_text(fill(line)) for line in teller.lines(change)]
        if len(said) == 1:
            name = phrase("said", language, title=name, said=said.pop())
        lines.append(f"- {kind_word(change.kind, language)}{word('colon', language)}{name}")
        lines += [f"  - {line}" for line in said]
    return "\n".join(lines) + "\n"


def _how(detail: Detail) -> str:
    """Return the phrase for what became of words that are not printed."""
    if not detail.old or not detail.new:
        return "added" if detail.new else "removed"
    return "reworded" if detail.part.partition(".")[0] in PROSE else "changed"


def _text(text: str) -> Inlines:
    return (Text(text),) if text else ()


def _headed(text: str) -> str:
    """Return words as they stand at the beginning of a line."""
    return text[:1].upper() + text[1:]
