"""House styles are read with all their faults placed."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.problems import Problem
from briefing.style import Style, read_style, style_names
from briefing.style.read import REQUIRED


@pytest.fixture
def modern(root: Path) -> str:
    return (root / "templates/styles/modern.yaml").read_text(encoding="utf-8")


def read(folder: Path, text: str) -> tuple[Style | None, list[Problem]]:
    (folder / "styles").mkdir()
    (folder / "styles/own.yaml").write_text(text, encoding="utf-8")
    return read_style("own", [folder])


def test_the_built_in_style_has_no_faults(root: Path) -> None:
    style, problems = read_style("modern", [root / "templates"])
    assert style is not None
    assert problems == []


def test_what_every_style_must_give_is_what_modern_gives(root: Path) -> None:
    style, _ = read_style("modern", [root / "templates"])
    for section, names in REQUIRED.items():
        assert {name for name in getattr(style, section) if "@" not in name} == set(names.split())


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("\n  lead:  ", "\n  lede:  ", ("missing-look", "lead is missing in paragraphs")),
        ("[sans-sc, source-sans]", "[sans-cs, source-sans]", ("unknown-face", "no face sans-cs")),
        ("  - noto-emoji", "  - emoji", ("unknown-face", "no face emoji")),
        (
            "  body:      {size",
            "  body: {family: texts, size",
            ("unknown-family", "no family texts"),
        ),
        ("      default:\n", "      fallback:\n", ("missing-look", "no default faces")),
        ("\naccent:", "\naccnet:", ("unknown-key", "accnet")),
        ('accent: "#14406B"', "accent: blue", ("bad-form", "colour")),
    ],
)
def test_a_fault_is_found_and_placed(
    tmp_path: Path, modern: str, old: str, new: str, fault: tuple[str, str]
) -> None:
    style, problems = read(tmp_path, modern.replace(old, new))
    assert style is None
    (problem, *_) = [problem for problem in problems if problem.code == fault[0]]
    assert fault[1] in problem.message
    assert problem.place is not None
    assert problem.place.line is not None


@pytest.mark.parametrize("name", ["modren", "../styles/modern", "", "modern.yaml"])
def test_an_unknown_style_is_no_path(root: Path, name: str) -> None:
    style, (problem,) = read_style(name, [root / "templates"])
    assert style is None
    assert problem.code == "unknown-style"


@pytest.mark.parametrize("text", ["", "# nothing\n", "\t", "- a\n", "a: 'b"])
def test_a_file_that_is_no_style_is_a_problem(tmp_path: Path, text: str) -> None:
    style, problems = read(tmp_path, text)
    assert style is None
    assert any(problem.is_error for problem in problems)


def test_a_face_without_package_stands_beside_its_style(tmp_path: Path, modern: str) -> None:
    start = modern.index("sans-sc: {package")
    own = modern[:start] + "sans-sc: {file: fonts/Own.otf}" + modern[modern.index("\n", start) :]
    style, problems = read(tmp_path, own)
    assert problems == []
    assert style is not None
    assert Path(style.faces["sans-sc"].file) == tmp_path / "styles/fonts/Own.otf"


def test_a_project_style_comes_before_a_built_in_one(
    tmp_path: Path, root: Path, modern: str
) -> None:
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles/modern.yaml").write_text(
        modern.replace('accent: "#14406B"', 'accent: "#000000"'), encoding="utf-8"
    )
    search = [tmp_path, root / "templates"]
    style, _ = read_style("modern", search)
    assert style is not None
    assert style.accent == "#000000"
    assert style_names(search) == ["modern", "official"]
