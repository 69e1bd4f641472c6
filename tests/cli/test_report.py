"""How a problem looks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from briefing.cli.report import as_data, format_problems, github, shown_path, summary, width
from briefing.problems import Place, Problem, Severity

SECTOR = Problem(
    "unknown-sector",
    "not in this project's sectors",
    Place("seeds/records/ai-security.yaml", 14, 11, 6, "sectors: [telcom]"),
    "did you mean: telecom",
)


def shown(problem: Problem, columns: int = 100) -> list[str]:
    return format_problems([problem], columns=columns).splitlines()


def at(excerpt: str, column: int, width: int = 1) -> Problem:
    return Problem("x", "here", Place("f.yaml", 7, column, width, excerpt))


def test_a_problem_shows_place_line_caret_and_hint() -> None:
    assert format_problems([SECTOR]) == (
        "seeds/records/ai-security.yaml:14:11  error  unknown-sector\n"
        "  14 │ sectors: [telcom]\n"
        "     │           ^^^^^^ not in this project's sectors\n"
        "     │ did you mean: telecom\n"
    )


@pytest.mark.parametrize(
    ("excerpt", "column", "marked", "line", "caret"),
    [
        ("theme: 数剧安全", 8, 4, "theme: 数剧安全", "       ^^^^^^^^ here"),
        ("主题: [数据, 法津]", 10, 2, "主题: [数据, 法津]", "             ^^^^ here"),
        ("e\u0301e\u0301 x", 6, 1, "e\u0301e\u0301 x", "   ^ here"),
        ("a\tb: c", 3, 1, "a b: c", "  ^ here"),
        ("a\u202eb c", 5, 1, "a\\u202Eb c", "         ^ here"),
        ("a\u202eb", 2, 1, "a\\u202Eb", " ^^^^^^ here"),
        ("abc", 4, 1, "abc", "   ^ here"),
        ("abc", 9, 3, "abc", "        ^ here"),
        ("", 1, 1, "", "^ here"),
    ],
)
def test_the_caret_stands_under_its_column(
    excerpt: str, column: int, marked: int, line: str, caret: str
) -> None:
    _, first, second = shown(at(excerpt, column, marked))
    assert first == f"  7 │ {line}".rstrip()
    assert second == f"    │ {caret}"


@pytest.mark.parametrize("excerpt", ["x" * 5000, "汉" * 5000, "x汉" * 2500])
@pytest.mark.parametrize("column", [1, 40, 2500, 4990, 5000])
@pytest.mark.parametrize("marked", [1, 8, 5000])
def test_a_long_line_is_cut_around_the_caret(excerpt: str, column: int, marked: int) -> None:
    _, first, second = shown(at(excerpt, column, marked), columns=80)
    assert width(first) <= 80
    start = width(second[: second.index("^")])
    assert start < 80
    under = next(index for index in range(len(first)) if width(first[: index + 1]) > start)
    assert first[under] == excerpt[column - 1]


def test_a_problem_without_a_line_is_still_readable() -> None:
    problem = Problem("edited-output", "was changed", Place("out/a.docx"), "use --force")
    assert shown(problem) == ["out/a.docx  error  edited-output", "  was changed", "  use --force"]
    assert shown(Problem("x", "wrong", None, None, Severity.WARNING)) == ["warning  x", "  wrong"]


def test_nothing_hostile_is_printed_raw() -> None:
    place = Place("a\x1b[31m.yaml", 1, 1, 1, "\x1b]0;title\x07\u202e")
    problem = Problem("x", "m\x1b\u2066", place, "h\x9b\ud800")
    for text in (
        format_problems([problem]),
        github([problem]),
        json.dumps(as_data(problem), ensure_ascii=False),
    ):
        assert not set(text) & set("\x1b\x07\x9b\u202e\u2066\ud800")


def test_colour_changes_no_character() -> None:
    import re

    coloured = format_problems([SECTOR], colour=True)
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == format_problems([SECTOR])


def test_github_annotations_escape_what_they_must() -> None:
    problem = Problem("a,b:c", "50% of\nit", Place("a,b.yaml", 3, 4), "one\ntwo")
    assert github([problem]) == (
        "::error title=a%2Cb%3Ac,file=a%2Cb.yaml,line=3,col=4::50%25 of\\u000Ait (one; two)\n"
    )


def test_the_summary_counts_by_severity() -> None:
    warning = Problem("x", "y", severity=Severity.WARNING)
    assert summary([SECTOR, warning, SECTOR]) == "2 errors, 1 warning"
    assert summary([]) == "no problems"


def test_paths_are_shown_relative_to_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert shown_path(tmp_path / "a" / "b.yaml") == "a/b.yaml"
    assert shown_path("./a/../b.yaml") == "b.yaml"
    assert shown_path("../b.yaml") == "../b.yaml"
    assert shown_path(tmp_path.parent / "b.yaml") == (tmp_path.parent / "b.yaml").as_posix()
