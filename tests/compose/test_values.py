"""Values on their way: every character arrives, each bound to where it came from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from composing import HEAD, HERE, composed, project, records, written
from hypothesis import example, given
from hypothesis import strategies as st

from briefing.compose import check_template, compose, load_template
from briefing.compose.words import local_date, separators
from briefing.document import Field, LineBreak, Text, inline_text, walk_inlines
from briefing.plan import expand, read_project
from briefing.records import LocalText

BODY = """
Before *{{ p.summary }}* **{{ p.summary }}** after {{ p.summary }}.

# {{ p.summary }} {.numbered #x}

- {{ p.summary }}
1. {{ p.summary }}

| {{ p.summary }} | b |
|---|---|
| {{ p.summary }} | `x` |

> {{ p.summary }}

{% callout "note", title=p.summary %}
{{ p.summary }}
{% endcallout %}

[{{ p.summary }}](#x) [{{ p.summary }}]{.muted}

{{ p.summary }} {.note}
"""
TIMES = 14


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("templates")
    body = "{% for p in proposals %}{% if loop.first %}" + BODY + "{% endif %}{% endfor %}"
    (folder / "case.md.j2").write_text(HEAD + body, encoding="utf-8")
    found, problems = load_template("case", [folder])
    assert found is not None, problems
    assert not check_template(found, project())
    return found


def fields(document) -> Iterator[Field]:
    return (node for node in walk_inlines(document.blocks) if isinstance(node, Field))


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40).filter(
        lambda text: text.strip()
    )
)
@example("{{ 7*7 }} {% raw %} {# #}")
@example("</w:t> & <b> ]]>")
@example("* _ ** __ ` ~~ # > - + 1. | a | [x](y) ![z](w) \\ {.note} {#x}")
@example("\ue000\ue010\ue001 \ue003\ue011\ue001")
@example("    four spaces")
@example("|---|")
@example("---")
@example("- [ ] \u2028 x")
def test_any_text_arrives_as_it_is(template, text: str) -> None:
    plan = project()
    briefs, _ = expand(plan, records(plan))
    brief = briefs[0]
    selection = brief.selections[0]
    record = selection.record.model_copy(update={"summary": LocalText({brief.language: text})})
    brief = replace(brief, selections=(replace(selection, record=record),))
    document, problems = compose(brief, template)
    assert document is not None, problems
    found = [f for f in fields(document) if f.origin.path == "summary"]
    assert [f.value for f in found] == [text] * TIMES
    assert {f.origin.record for f in found} == {"first"}


def test_a_line_end_in_a_text_becomes_a_line_break(tmp_path: Path) -> None:
    document, _ = written("{{ proposals[1].summary }}", tmp_path)
    assert document is not None
    children = document.blocks[-1].children
    assert [type(child) for child in children] == [Field, LineBreak, Field]
    assert inline_text(children) == "The second\nhas two lines"


def test_a_changed_value_is_text_without_an_origin(tmp_path: Path) -> None:
    document, _ = written("{{ proposals[0].subject | upper }}", tmp_path)
    assert document is not None
    assert document.blocks[-1].children == (Text("ABOUT A"),)


def test_values_in_a_list_keep_their_origins(tmp_path: Path) -> None:
    body = "{{ proposals | map(attribute='subject') | listed }}"
    document, _ = written(body, tmp_path, "zh")
    assert document is not None
    assert inline_text(document.blocks[-1].children) == "甲、乙"
    assert [f.origin.record for f in fields(document)] == ["first", "second"]


def test_reserved_characters_of_the_template_stay_text(tmp_path: Path) -> None:
    document, problems = written("A \ue000\ue010\ue001 B", tmp_path)
    assert document is not None, problems
    assert inline_text(document.blocks[-1].children) == "A \ue000\ue010\ue001 B"


def test_a_filter_does_not_break_what_a_macro_printed(tmp_path: Path) -> None:
    body = "{% set x %}{{ proposals[0].subject }}{% endset %}\n{{ x | upper }}"
    document, problems = written(body, tmp_path)
    assert document is None
    assert "cannot change what a macro" in problems[-1].message
    assert problems[-1].place.line == 6


def test_parameters_are_checked_where_they_are_set(tmp_path: Path) -> None:
    plan = (HERE / "project" / "briefing.yaml").read_text("utf-8")
    (tmp_path / "briefing.yaml").write_text(
        plan + '    parameters: {depht: "2", many: lots, loud: "yes"}\n', "utf-8"
    )
    head = HEAD.removesuffix("---\n") + (
        "parameters:\n  depth: {kind: number, default: 1}\n"
        "  many: {kind: number, default: 1}\n  loud: {kind: flag, default: no}\n---\n"
    )
    (tmp_path / "case.md.j2").write_text(head + "{{ parameters.depth }}", "utf-8")
    found, _ = read_project(tmp_path)
    template, problems = load_template("case", [tmp_path])
    assert found is not None
    assert template is not None, problems
    said = [
        (p.code, p.place.line, p.place.column, p.place.width, p.hint)
        for p in check_template(template, found)
    ]
    assert said == [
        ("unknown-parameter", 16, 18, 5, "did you mean: depth"),
        ("bad-parameter", 16, 36, 4, "write a number"),
    ]


def test_an_own_title_moves_the_templates_title_below(tmp_path: Path) -> None:
    (tmp_path / "case.md.j2").write_text(HEAD + "Text.", "utf-8")
    document, _ = composed("case", tmp_path)
    assert document is not None
    assert document.meta.title == "Title"
    assert document.blocks[0].subtitle == ()


@pytest.mark.parametrize(
    ("date", "language", "words"),
    [
        ("2024-03-07", "zh", "2024年3月7日"),
        ("2024-03", "zh", "2024年3月"),
        ("2024", "en", "2024"),
        ("2024-03-07", "en", "7 March 2024"),
        ("2024-12", "en", "December 2024"),
    ],
)
def test_dates_are_written_as_each_language_does(date: str, language: str, words: str) -> None:
    assert local_date(date, language) == words


@pytest.mark.parametrize(
    ("count", "language", "between"),
    [
        (0, "en", ()),
        (1, "zh", ()),
        (2, "en", (" and ",)),
        (3, "en", (", ", " and ")),
        (3, "zh", ("、", "、")),
    ],
)
def test_lists_are_written_as_each_language_does(
    count: int, language: str, between: tuple[str, ...]
) -> None:
    assert separators(count, language) == between
