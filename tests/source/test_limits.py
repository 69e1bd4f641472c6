"""What would take a machine down, or hide a fault, is refused at once and said."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.cli.report import as_data, format_problems
from briefing.problems import Problem
from briefing.records import Record
from briefing.source import SourceText, Tree, check, compose, text

DEEP = 100_000


def composed(content: str, *, json: bool = False) -> tuple[list[Tree], list[Problem]]:
    source, problems = SourceText.decode(content.encode("utf-8"), "file")
    assert source is not None
    trees, found = compose(source, json=json)
    return trees, [*problems, *found]


def codes(content: str, *, json: bool = False) -> list[str]:
    return [problem.code for problem in composed(content, json=json)[1]]


def nested_merges(levels: int) -> str:
    """A small file that hangs PyYAML and ruamel: every level merges the one before it twice."""
    lines = ["a0: &a0 {k: v}"]
    lines += [f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}], k{n}: v}}" for n in range(1, levels + 1)]
    return "\n".join(lines)


def laughs(levels: int) -> str:
    """The billion laughs: every list holds the one before it ten times."""
    lines = ["a0: &a0 lol"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, levels + 1)]
    return "\n".join(lines)


def stairs(steps: int) -> str:
    """Anchors that each hold the one before them fifty levels down: few values, great depth."""
    lines = ["a0: &a0 x"]
    lines += [f"a{n}: &a{n} {'[' * 50}*a{n - 1}{']' * 50}" for n in range(1, steps + 1)]
    return "\n".join(lines)


def test_merges_inside_merges_end_at_once() -> None:
    found = codes(nested_merges(24))
    assert "yaml-merge" in found
    assert found[-1] == "too-many-aliases"


def test_anchors_that_multiply_are_refused() -> None:
    trees, problems = composed("id: one\n---\n" + laughs(9))
    assert [problem.code for problem in problems] == ["too-many-aliases"]
    assert problems[0].place is not None
    assert problems[0].place.line == 8
    assert [tree.plain() for tree in trees] == [{"id": "one"}]


def test_a_few_anchors_are_fine() -> None:
    trees, problems = composed(laughs(4))
    assert problems == []
    assert sum(map(str(trees[0].plain()).count, ["lol"])) == 1 + 10 + 100 + 1000 + 10000


def test_anchors_that_only_deepen_are_refused() -> None:
    assert codes(stairs(2)) == ["too-deep"]
    assert codes(stairs(1)) == []


@pytest.mark.parametrize(
    "content",
    [
        "[" * DEEP,
        "a: " + "[" * DEEP + "]" * DEEP,
        "{a: " * DEEP,
        "[\n" * DEEP,
        "- " * DEEP,
        "? " * DEEP,
        "\n".join(" " * depth + "a:" for depth in range(500)),
    ],
    ids=["list", "closed list", "map", "lines", "dashes", "keys", "indentation"],
)
def test_deep_yaml_is_refused(content: str) -> None:
    assert codes(content) == ["too-deep"]


@pytest.mark.parametrize(
    "content",
    ["[" * DEEP, '{"a":' * DEEP, "[" * DEEP + "]" * DEEP],
    ids=["list", "map", "closed list"],
)
def test_deep_json_is_refused(content: str) -> None:
    assert codes(content, json=True) == ["too-deep"]


def test_brackets_in_a_text_are_no_nesting() -> None:
    brackets = "[{" * 500
    trees, problems = composed(f"a: 'x{brackets}'\nb: x {brackets}\nc: |\n  {brackets}\n")
    assert problems == []
    assert trees[0].plain() == {"a": f"x{brackets}", "b": f"x {brackets}", "c": f"{brackets}\n"}


@pytest.mark.parametrize("json", [False, True])
def test_sixty_levels_are_allowed(json: bool) -> None:
    assert codes("[" * 60 + "]" * 60, json=json) == []
    assert codes("[" * 61 + "]" * 61, json=json) == ["too-deep"]


def test_a_file_that_is_too_large_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text, "MAX_BYTES", 10)
    file = tmp_path / "large.yaml"
    file.write_bytes(b"a: 1\nb: 22\n")
    source, problems = SourceText.read(file, "large.yaml")
    assert source is None
    assert [(problem.code, str(problem.place)) for problem in problems] == [
        ("too-large", "large.yaml")
    ]


@pytest.mark.parametrize("kind", ["folder", "broken link", "nothing"])
def test_what_cannot_be_read_is_said(tmp_path: Path, kind: str) -> None:
    file = tmp_path / "one.yaml"
    if kind == "folder":
        file.mkdir()
    elif kind == "broken link":
        file.symlink_to(tmp_path / "nowhere")
    source, problems = SourceText.read(file, "one.yaml")
    assert source is None
    assert [problem.code for problem in problems] == ["unreadable"]


def test_many_faults_of_one_kind_are_counted() -> None:
    _, problems = composed("".join(f"k{n}: a\x08\n" for n in range(1000)))
    assert len(problems) == text.MAX_ALIKE + 1
    rest = problems[-1]
    assert rest.message == "950 more faults of this kind in the file"
    assert rest.is_error
    assert rest.place is not None
    assert rest.place.line is None


def test_what_is_no_text_at_all_is_said_once() -> None:
    _, problems = composed("k: " + "\u200b" * 30_000 + "\x08")
    assert {problem.code for problem in problems if problem.is_error} == {"not-a-text"}


def test_many_escapes_hide_no_error() -> None:
    _, problems = composed(r'a: "' + r"\u200b" * 100 + r'\u202e"')
    assert any(problem.is_error for problem in problems)


@pytest.mark.parametrize("json", [False, True])
def test_a_megabyte_in_one_line_is_read(json: bool) -> None:
    long = "网络安全" * 300_000
    trees, problems = composed(f'{{"a": "{long}", "b": "\\u202e"}}', json=json)
    assert trees[0].plain()["a"] == long
    assert [problem.code for problem in problems] == ["bidi-control"]


def test_many_problems_in_one_long_line_are_each_shown_in_short() -> None:
    content = "{" + ", ".join(['"key": "value"'] * 30_000) + "}"
    _, problems = composed(content, json=True)
    assert len(problems) == 29_999
    shown = format_problems(problems[-2000:])
    assert max(map(len, shown.splitlines())) < 200
    assert max(len(as_data(problem)["excerpt"]) for problem in problems[-2000:]) < 2000


def test_long_words_are_cut_in_messages() -> None:
    word = "k" * 100_000
    _, problems = composed(f"{word[:900]}: a\n{word[:900]}: b\n")
    assert max(len(problem.message) for problem in problems) < 200
    for content in (f'{{"{word}": 1}}', f'{{"title_form": "{word}"}}'):
        trees, _ = composed(content, json=True)
        _, problems = check(Record, trees[0])
        assert max(len(problem.message) for problem in problems) < 200


def test_places_count_characters_behind_a_long_text() -> None:
    trees, _ = composed("a: 一𠮷b\nlist:\n- x\n-   𠮷: 值\n")
    place = trees[0].place(("list", 1, "𠮷"))
    assert (place.line, place.column, place.width, place.excerpt) == (4, 8, 1, "-   𠮷: 值")
    place = trees[0].place(("list", 1, "𠮷"), key=True)
    assert (place.line, place.column, place.width) == (4, 5, 1)
    place = trees[0].place(("list", 7, "more"))
    assert place.line == 3
