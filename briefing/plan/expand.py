"""From the file and the records to the briefs that will be built."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefing.plan.checks import word_template
from briefing.plan.filename import AXES, default_pattern, fill
from briefing.plan.model import BriefSpec, Editorial, Group, PlannedBrief, Project, Selection
from briefing.plan.names import collision_key, portable_name
from briefing.problems import Problem, Severity
from briefing.records import Record, RecordSet
from briefing.records.model import LocalText
from briefing.records.select import (
    canonical,
    groups,
    matches,
    narrowed,
    sort_records,
    vocabulary_of,
)
from briefing.source import closest

__all__ = ["expand", "left_out"]

ALL = "all"


def expand(project: Project, records: RecordSet) -> tuple[list[PlannedBrief], list[Problem]]:
    """Return every brief of the project, one value per language, and what is wrong.

    The order is that of the file; inside an entry that of the groups (their
    vocabulary's, else as met), then that of the languages.  A record in
    several sectors stands in the brief of each.  A group without records makes
    no brief, which a note says.  Two briefs of one file name are a problem.

    ``project`` must be free of problems (see :func:`~briefing.plan.read_project`).
    """
    briefs: list[PlannedBrief] = []
    problems: list[Problem] = []
    for index, spec in enumerate(project.briefs):
        found = _groups(project, spec, records)
        problems += _empty(project, spec, index, {group.value for group, _ in found})
        for group, members in found:
            selections = _selections(project, spec, group, members)
            briefs += _languages(project, spec, group, selections)
        problems += _elsewhere(spec, found, records)
    return briefs, [*problems, *_collisions(project, briefs)]


def left_out(briefs: Sequence[PlannedBrief], records: RecordSet) -> list[Record]:
    """Return the records that stand in no brief."""
    used = {selection.record.id for brief in briefs for selection in brief.selections}
    return [record for record in records if record.id not in used]


def _groups(
    project: Project, spec: BriefSpec, records: RecordSet
) -> list[tuple[Group, list[Record]]]:
    chosen = [record for record in records if matches(record, spec.where)]
    if spec.group_by == "none":
        return (
            [(Group("none", ALL, LocalText({"en": "All", "zh": "全部"})), chosen)] if chosen else []
        )
    by = canonical(spec.group_by)
    return [
        (Group(by, value, label), members)
        for value, label, members in groups(chosen, by, project.vocabularies)
    ]


def _selections(
    project: Project, spec: BriefSpec, group: Group, members: Sequence[Record]
) -> tuple[Selection, ...]:
    ordered = sort_records(members, spec.sort, project.vocabularies)
    return tuple(Selection(record, narrowed(record, group.by, group.value)) for record in ordered)


def _languages(
    project: Project, spec: BriefSpec, group: Group, selections: tuple[Selection, ...]
) -> Iterator[PlannedBrief]:
    formats = tuple(dict.fromkeys(spec.formats))
    if word_template(spec.template, project.search):
        formats = tuple(form for form in formats if form == "docx")  # see plan.checks
    key = spec.id if group.by == "none" else f"{spec.id}-{portable_name(group.value)}"
    for language in dict.fromkeys(spec.languages or project.languages):
        yield PlannedBrief(
            key=key,
            spec=spec,
            group=group,
            language=language,
            default_language=project.default_language,
            stem=_stem(project, spec, group, language),
            formats=formats,
            selections=selections,
            issue=project.issue,
            vocabularies=project.vocabularies,
            editorial=spec.editorial.get(group.value, Editorial()),
            root=project.root,
        )


def _stem(project: Project, spec: BriefSpec, group: Group, language: str) -> str:
    def text(value: LocalText | None) -> str:
        return value.resolve(language, project.default_language)[0] if value else ""

    values = {
        "brief": spec.id,
        "group": group.value,
        "label": text(group.label),
        "language": language,
        "template": spec.template,
        "style": spec.style,
        "issue": text(project.issue.number),
        "series": text(project.issue.series),
        "date": project.issue.date,
        **dict.fromkeys(AXES, group.value),
    }
    return fill(spec.filename or default_pattern(grouped=group.by != "none"), values)


def _empty(project: Project, spec: BriefSpec, index: int, values: set[str]) -> Iterator[Problem]:
    """Say which groups have no records, and which editorial therefore is printed nowhere."""
    vocabulary = vocabulary_of(spec.group_by) if spec.group_by != "none" else None
    for value in spec.editorial:
        if value not in values:
            match = closest(value, values) if vocabulary is None else None
            yield Problem(
                "unused-editorial",
                f"no record stands in the group {value}, so this is printed nowhere",
                project.place("briefs", index, "editorial", value, key=True),
                f"did you mean: {match}" if match else None,
                Severity.WARNING,
            )
    if not values:
        place = project.place("briefs", index, "id")
        message = f"no record fits the entry {spec.id}, so it makes no brief"
        yield Problem("empty-brief", message, place, None, Severity.WARNING)
    elif vocabulary is not None and not spec.where:
        for term in project.vocabularies.ids(vocabulary):
            if term not in values and term not in spec.editorial:
                yield Problem(
                    "empty-group",
                    f"no record stands in {term}, so there is no brief {spec.id}-{term}",
                    project.place("briefs", index, "group_by"),
                    None,
                    Severity.NOTE,
                )


def _elsewhere(
    spec: BriefSpec, found: Sequence[tuple[Group, Sequence[Record]]], records: RecordSet
) -> Iterator[Problem]:
    """Warn of asks that matter to a sector in whose brief their record doesn't stand."""
    if canonical(spec.group_by) != "sectors":
        return
    members = {record.id: record for _, group in found for record in group}
    for record in members.values():
        own = {sector.value for sector in record.sectors}
        for index, ask in enumerate(record.recommendations):
            for sector in ask.sectors or ():
                if sector.value not in own:
                    yield Problem(
                        "sector-of-ask-only",
                        f"{ask.id} names {sector.value}, which the record itself doesn't, "
                        "so it stands in no brief for it",
                        records.place(record.id, f"recommendations/{index}/sectors"),
                        f"add {sector.value} to the record's sectors",
                        Severity.WARNING,
                        record.id,
                    )


def _collisions(project: Project, briefs: Sequence[PlannedBrief]) -> Iterator[Problem]:
    keys: dict[str, PlannedBrief] = {}
    names: dict[str, PlannedBrief] = {}
    indexes = {spec.id: index for index, spec in enumerate(project.briefs)}
    for brief in briefs:
        at = ("briefs", indexes[brief.spec.id])
        first = keys.setdefault(collision_key(brief.key), brief)
        if (first.spec, first.group) != (brief.spec, brief.group):
            yield Problem(
                "key-collision",
                f"two briefs would be called {brief.key}: "
                f"{first.group.value} of {first.spec.id}, {brief.group.value} of {brief.spec.id}",
                project.place(*at, "id"),
                "give one of the entries another id",
            )
        files = [f"{brief.stem}.{form}" for form in brief.formats]
        taken = {file: names.setdefault(collision_key(file), brief) for file in files}
        for file, other in taken.items():
            if other is not brief:
                yield Problem(
                    "filename-collision",
                    f"{_named(other)} and {_named(brief)} would both be written to {file}",
                    project.place(*at, "filename" if brief.spec.filename else "id"),
                    _apart(other, brief),
                )
                break


def _named(brief: PlannedBrief) -> str:
    return f"{brief.key} ({brief.language})"


def _apart(one: PlannedBrief, other: PlannedBrief) -> str:
    if one.spec is not other.spec:
        return "put {brief} into one of the patterns"
    if one.language != other.language:
        return "put {language} into the pattern"
    return "put {group} into the pattern"
