"""Charts show what is in the records: every number is the tables' number."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from composing import HEAD, project, records
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.compose import Template, check_template, compose, load_template
from briefing.document import Chart, Document, Table, inline_text
from briefing.plan import expand
from briefing.plan.model import Selection
from briefing.records import LocalText
from briefing.records.model import Addressee, JudgedValue, Recommendation

BODY = """
{{ summary_table(proposals, columns=["theme", "sectors", "asks"]) }}

{{ chart(counts(proposals), caption="theme") }}

{{ chart(counts(proposals, by="sectors", sort="size"), caption="sectors") }}

{{ chart(counts(proposals, by="theme", what="asks"), caption="asks") }}

{{ chart(counts(proposals, by="priority"), caption="priority") }}

{{ chart(counts(proposals, by="priority", stack="theme"), caption="stacked") }}

{{ chart(counts(proposals, by="sectors", stack="theme"), kind="heatmap", caption="heat") }}

{{ chart(counts(proposals, by="addressee", stack="status"), kind="heatmap", caption="who") }}
"""
THEMES = ("law", "ai", "data")
SECTORS = ("telecom", "legal", "police", "schools")

judged = st.builds(
    dict,
    value=st.sampled_from(("high", "medium", "low")),
    basis=st.sampled_from(("stated", "analyst")),
)
asks = st.lists(
    st.builds(
        dict,
        priority=st.none() | judged,
        status=st.sampled_from((None, "open", "done")),
        addressee=st.none()
        | st.builds(
            Addressee,
            name=st.sampled_from(("公安部门", "工信部")).map(lambda name: LocalText({"zh": name})),
            basis=st.just("stated"),
        ),
    ),
    max_size=4,
)
drawn = st.lists(
    st.tuples(
        st.sampled_from(THEMES), st.lists(st.sampled_from(SECTORS), min_size=1, unique=True), asks
    ),
    min_size=1,
    max_size=8,
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    folder = tmp_path_factory.mktemp("templates")
    (folder / "case.md.j2").write_text(HEAD + BODY, encoding="utf-8")
    found, problems = load_template("case", [folder])
    assert found is not None, problems
    assert not check_template(found, project())
    return found


def composed_of(template: Template, data: list, language: str) -> Document:
    plan = project()
    briefs, _ = expand(plan, records(plan))
    brief = next(brief for brief in briefs if brief.language == language)
    base = brief.selections[0].record
    selections = []
    for number, (theme, sectors, wanted) in enumerate(data):
        recommendations = tuple(
            Recommendation(id=f"r{index}", text=LocalText({"zh": "一", "en": "one"}), **ask)
            for index, ask in enumerate(wanted)
        )
        record = base.model_copy(
            update={
                "id": f"p{number}",
                "theme": theme,
                "sectors": tuple(JudgedValue[str](value=sector) for sector in sectors),
                "recommendations": recommendations,
            }
        )
        selections.append(Selection(record, recommendations))
    document, problems = compose(replace(brief, selections=tuple(selections)), template)
    assert document is not None, problems
    return document


def cells(table: Table) -> list[list[str]]:
    return [
        ["".join(inline_text(block.children) for block in cell.blocks) for cell in row.cells]
        for row in (*table.head, *table.body)
    ]


def numbers(chart: Chart) -> dict[str, float]:
    """Return a chart's bars: the length of each by its label."""
    return {
        label: sum(series.values[index] for series in chart.series)
        for index, label in enumerate(chart.categories)
    }


@settings(max_examples=40, deadline=None)
@given(drawn, st.sampled_from(("zh", "en")))
def test_totals_are_those_of_the_records_and_of_the_summary_table(
    template: Template, data: list, language: str
) -> None:
    document = composed_of(template, data, language)
    found = {
        str(inline_text(block.caption)).split("（")[0].split(" (")[0]: block
        for block in document.blocks
        if isinstance(block, Chart | Table)
    }
    _, *rows = cells(found.pop(""))
    comma = "、" if language == "zh" else ", "

    # the same numbers as the table prints
    themes = Counter(row[0] for row in rows)
    assert numbers(found["theme"]) == themes
    assert sum(themes.values()) == len(data)
    assert numbers(found["sectors"]) == Counter(
        sector for row in rows for sector in row[1].split(comma)
    )
    asked: Counter[str] = Counter()
    for row in rows:
        asked[row[0]] += int(row[2])
    total = sum(len(wanted) for _, _, wanted in data)
    if total:
        assert numbers(found["asks"]) == {name: n for name, n in asked.items() if n}
        assert sum(numbers(found["priority"]).values()) == total
        assert numbers(found["priority"]) == numbers(found["stacked"])
        kinds = [a["priority"]["value"] if a["priority"] else None for *_, w in data for a in w]
        assert sorted(numbers(found["priority"]).values()) == sorted(Counter(kinds).values())
        assert f"{total}" in found["priority"].description
    else:
        assert set(found) == {"theme", "sectors", "heat"}

    # the heat map: each pair, and totals that count each proposal once
    assert_heat(cells(found["heat"]), rows, comma)
    if "who" in found:
        *body, last = cells(found["who"])[1:]
        assert int(last[-1]) == total
        assert sum(int(row[-1]) for row in body) == total
        assert [sum(map(int, column)) for column in zip(*(row[1:] for row in body), strict=True)] == [
            int(value) for value in last[1:]
        ]  # fmt: skip


def assert_heat(heat: list[list[str]], rows: list[list[str]], comma: str) -> None:
    (_, *columns, _), *body, last = heat
    pairs = Counter((sector, row[0]) for row in rows for sector in row[1].split(comma))
    for label, *values, total in body:
        assert [int(value) for value in values] == [pairs[label, theme] for theme in columns]
        assert int(total) == sum(label in row[1].split(comma) for row in rows)
    assert [int(value) for value in last[1:-1]] == [
        sum(row[0] == theme for row in rows) for theme in columns
    ]
    assert int(last[-1]) == len(rows)


def test_the_largest_cell_is_the_darkest_and_zero_has_no_tint(template: Template) -> None:
    data = [("law", ["telecom"], []), ("law", ["telecom"], []), ("ai", ["legal"], [])]
    document = composed_of(template, data, "zh")
    heat = next(b for b in document.blocks if isinstance(b, Table) and b.caption)
    assert [[cell.heat for cell in row.cells] for row in heat.body] == [
        [None, 1.0, None, None],
        [None, None, 0.5, None],
        [None, None, None, None],
    ]


def test_what_is_not_stated_stands_last_and_terms_in_the_vocabulary_s_order(
    template: Template,
) -> None:
    def ask(value: str | None) -> dict:
        return {"priority": value}

    data = [("law", ["telecom"], [ask(None), ask("low"), ask("high"), ask("low")])]
    document = composed_of(template, data, "zh")
    chart = next(
        b for b in document.blocks if isinstance(b, Chart) and "高" in b.categories
    )  # fmt: skip
    assert chart.categories == ("高", "低", "未载明")
    assert chart.series[0].values == (1, 2, 1)


def sentences(template: Template, data: list, language: str, caption: str) -> str:
    document = composed_of(template, data, language)
    return next(
        block.description
        for block in document.blocks
        if isinstance(block, Chart | Table) and inline_text(block.caption).startswith(caption)
    )


ASKS = [{"priority": {"value": "high", "basis": "stated"}}, {}]
DATA = [
    ("law", ["telecom", "legal"], ASKS),
    ("law", ["telecom"], []),
    ("ai", ["legal", "police", "telecom"], ASKS[1:]),
]


@pytest.mark.parametrize(
    ("caption", "language", "said"),
    [
        ("theme", "zh", "条形图：3件建议提案按主题的分布。立法最多，2件；ai最少，1件。各项数字：立法：2件；ai：1件。"),
        ("theme", "en", "Bar chart: 3 proposals by theme. Law has the most, 2; ai has the fewest, 1. In detail: Law 2; ai 1."),
        ("asks", "en", "Bar chart: 3 asks by theme. Law has the most, 2; ai has the fewest, 1. In detail: Law 2; ai 1."),
        ("priority", "zh", "条形图：3条建议按优先级的分布。未载明最多，2条；高最少，1条。各项数字：高：1条；未载明：2条。"),
        ("heat", "zh", "热力图：3件建议提案按行业和主题的分布（一件可涉及多个行业，分别计入；行业为编者判断）。电信最多，3件；police最少，1件。各组合中最多的是“电信×立法”，2件，1个组合为零。各项数字：电信：3件（立法：2、ai：1）；法律：2件（立法：1、ai：1）；police：1件（ai：1）。"),
        ("stacked", "en", "Stacked bar chart: 3 asks by priority and theme. Not stated has the most, 2; High has the fewest, 1. The largest number in a combination is 1, which 3 of them share; one is empty. In detail: High 1 (Law 1); Not stated 2 (Law 1, ai 1)."),
    ],
)  # fmt: skip
def test_the_alternative_text_says_what_the_chart_shows(
    template: Template, caption: str, language: str, said: str
) -> None:
    assert sentences(template, DATA, language, caption) == said


@pytest.mark.parametrize(
    ("data", "language", "said"),
    [
        ([("law", ["legal"], [])], "zh", "条形图：1件建议提案按主题的分布。只有一个主题：立法，1件。"),
        ([("law", ["legal"], [])], "en", "Bar chart: 1 proposal by theme. There is one theme: Law, 1."),
        ([("law", ["legal"], []), ("ai", ["legal"], [])], "zh", "2个主题数量相同，各1件。"),
        ([("law", ["legal"], []), ("ai", ["legal"], [])], "en", "All 2 themes are level, 1 each."),
        ([("law", ["legal"], []), ("ai", ["legal"], []), *[("data", ["legal"], [])] * 2], "en", "data has the most, 2; Law and ai have the fewest, 1 each."),
        ([("law", ["legal"], []), ("ai", ["legal"], []), *[("data", ["legal"], [])] * 2], "zh", "data最多，2件；立法、ai最少，各1件。"),
    ],
)  # fmt: skip
def test_one_kind_and_ties_have_words_of_their_own(
    template: Template, data: list, language: str, said: str
) -> None:
    assert said in sentences(template, data, language, "theme")


def test_more_kinds_than_colours_become_a_heat_map(tmp_path: Path) -> None:
    body = '{{ chart(counts(proposals, by="sectors", stack="theme"), caption="heat") }}'
    (tmp_path / "case.md.j2").write_text(HEAD + body, encoding="utf-8")
    found, _ = load_template("case", [tmp_path])
    assert found is not None
    few = [(f"t{number}", ["legal"], []) for number in range(6)]
    kinds = [type(composed_of(found, few + more, "en").blocks[-1]) for more in ([], [("t6", ["legal"], [])])]  # fmt: skip
    assert kinds == [Chart, Table]
