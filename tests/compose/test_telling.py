"""What a template tells of proposals, and what its document tells when it is read back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from composing import HEAD

import briefing
from briefing.building.make import composed
from briefing.building.workshop import parsed, workshop_of
from briefing.compose import load_template, snapshot
from briefing.compose.recalling import recalled
from briefing.compose.telling import tells
from briefing.document import Document, Field, Heading, Meta, Origin, Text
from briefing.records.changes import Earlier, compare


def told(folder: Path, body: str, by: str = "sectors") -> set[str]:
    (folder / "case.md.j2").write_text(HEAD + body, encoding="utf-8")
    template, problems = load_template("case", [folder])
    assert template is not None, problems
    return set(tells(template, by))


def each(body: str) -> str:
    return f"{{% for p in proposals %}}{body}{{% endfor %}}"


STATUS = each("{% for a in p.recommendations %}{{ a.status.label }}{% endfor %}")
TITLES = '{{ summary_table(proposals, columns=["number", "proposal", "sectors"]) }}'
# What a macro is given cannot be known: whatever it may be counts.
MACRO = "{% macro line(x) %}{{ x.summary }}{% endmacro %}" + each("{{ line(p) }}")


@pytest.mark.parametrize(
    ("body", "parts"),
    [
        ("{{ issue.series }}{{ editorial.context }}", set()),
        (each("{{ p.heading }}{{ p.context }}"), {"title", "context"}),
        (each("{{ p.theme.label }}"), {"theme"}),
        ("{% for t in themes %}{{ t.theme.label }}{% endfor %}", {"theme"}),
        (each("{% for n in p.notes %}{{ n.text }}{% endfor %}"), {"notes.text"}),
        (STATUS, {"recommendations", "recommendations.status"}),
        (each('{{ p.proposers | map(attribute="name") | join }}'), {"proposers.name"}),
        (each("{% for i in p.impacts %}{{ i.text }}{% endfor %}"), {"impact", "impacts"}),
        (TITLES, {"title", "sectors"}),
        ('{{ chart(counts(proposals, by="status")) }}', set()),  # numbers, of no proposal
        (MACRO, {"summary"}),
        ("{% macro line(x) %}{{ x.text }}{% endmacro %}{{ line(issue) }}", set()),
    ],
)
def test_what_a_template_prints(body: str, parts: set[str], tmp_path: Path) -> None:
    assert told(tmp_path, body) == parts


def test_a_summary_table_has_other_columns_in_a_brief_of_a_theme(tmp_path: Path) -> None:
    body = "{{ summary_table(proposals) }}"
    assert told(tmp_path, body, "sectors") - told(tmp_path, body, "theme") == {"theme"}
    assert told(tmp_path, body, "theme") - told(tmp_path, body, "sectors") == {"sectors"}


def test_what_an_imported_part_prints_counts(tmp_path: Path) -> None:
    part = "{% macro line(p) %}{{ p.summary }}{% endmacro %}"
    (tmp_path / "_parts.md.j2").write_text(part, encoding="utf-8")
    body = '{% from "_parts" import line %}{% for p in proposals %}{{ line(p) }}{% endfor %}'
    assert told(tmp_path, body) == {"summary"}


# ── Read back ──────────────────────────────────────────────────────────────


def test_a_document_tells_what_its_records_do(root: Path) -> None:
    """Of every kind of brief of the example project, in both languages."""
    bundle = briefing.load(root / "seeds")
    workshop = workshop_of(bundle.project)
    keys = ["sector-telecom", "theme-ai-security", "digest", "official"]
    for brief in bundle.briefs:
        if brief.key not in keys:
            continue
        document, _, _ = composed(brief, workshop)
        assert document is not None
        then, now = recalled(document), snapshot(brief, parsed(brief.spec.template, workshop))
        assert (then.number, then.date) == (now.number, now.date)
        assert {"summary", "recommendations", "recommendations.status"} <= then.parts <= now.parts
        assert {p.id: (p.title, p.proposers) for p in then.proposals} == {
            p.id: (p.title, p.proposers) for p in now.proposals
        }
        assert compare(Earlier(then), now).changes == ()


def test_a_part_that_nobody_had_is_known_to_be_told() -> None:
    meta = Meta("t", "en", "o", "2024-03-11", "x-en", tells=("context", "submitted"))
    field = Field("Words.", Origin("a", "summary", "en"))
    (found,) = [recalled(Document(meta, (Heading(2, (field,)),)))]
    assert found.parts == {"summary", "context"}  # a date's words are nowhere bound to a record


def test_nothing_of_a_hostile_file_harms() -> None:
    meta = Meta("t", "en", "o", "2024-13-99", "x-en")
    words = (Text("a\x00b\u202ec"), Field("d\ud800", Origin("a", "title", "en")))
    document = Document(meta, (Heading(2, words, id="record:a"),))
    (proposal,) = recalled(document).proposals
    assert proposal.title == "abcd"
    assert recalled(document).date == ""
    assert recalled(replace(document, blocks=())).proposals == ()
