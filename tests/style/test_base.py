"""A style may rest on another: what it says itself stands over that."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.problems import Problem
from briefing.style import Style, read_style, style_files


def read(root: Path, folder: Path, **styles: str) -> tuple[Style | None, list[Problem]]:
    """Return the first of some styles, read beside the built-in ones."""
    (folder / "styles").mkdir(exist_ok=True)
    for name, text in styles.items():
        (folder / f"styles/{name}.yaml").write_text(text, encoding="utf-8")
    return read_style(next(iter(styles)), [folder, root / "templates"])


def test_what_it_says_stands_over_its_base(root: Path, tmp_path: Path) -> None:
    style, problems = read(
        root,
        tmp_path,
        own="base: modern\naccent: '#112233'\nparagraphs:\n  heading1: {size: 30}\n",
    )
    modern, _ = read_style("modern", [root / "templates"])
    assert problems == []
    assert style is not None
    assert modern is not None
    assert style.name == "own"
    assert style.description == ""
    assert style.accent == "#112233"
    assert style.paragraphs["heading1"].size == 30
    assert style.paragraphs["heading1"].bold
    assert style.paragraphs["body"] == modern.paragraphs["body"]


def test_a_list_stands_for_the_whole_list(root: Path, tmp_path: Path) -> None:
    style, _ = read(root, tmp_path, own="base: modern\nchart: {palette: ['#112233']}\n")
    assert style is not None
    assert style.chart.palette == ("#112233",)
    assert style.chart.bar_height == 13


def test_a_chain_of_bases(root: Path, tmp_path: Path) -> None:
    style, problems = read(
        root, tmp_path, a="base: b\nrule: '#000001'\n", b="base: modern\nrule: '#000002'\naccent: '#000003'\n"
    )  # fmt: skip
    assert problems == []
    assert style is not None
    assert (style.name, style.rule, style.accent) == ("a", "#000001", "#000003")
    files = style_files("a", [tmp_path, root / "templates"])
    assert [file.name for file in files] == ["a.yaml", "b.yaml", "modern.yaml"]


def test_a_style_may_take_the_place_of_the_one_it_rests_on(root: Path, tmp_path: Path) -> None:
    style, problems = read(root, tmp_path, modern="base: modern\naccent: '#112233'\n")
    assert problems == []
    assert style is not None
    assert style.accent == "#112233"


def test_a_font_file_of_the_base_stands_beside_the_base(root: Path, tmp_path: Path) -> None:
    other = tmp_path / "other/styles"
    other.mkdir(parents=True)
    (other / "b.yaml").write_text("base: modern\nfaces: {mine: {file: mine.otf}}\n")
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles/a.yaml").write_text("base: b\n")
    style, _ = read_style("a", [tmp_path, tmp_path / "other", root / "templates"])
    assert style is not None
    assert style.faces["mine"].file == str(other / "mine.otf")


@pytest.mark.parametrize(
    ("styles", "code", "place", "hint"),
    [
        ({"a": "base: modren\n"}, "unknown-style", "a.yaml:1", "did you mean: modern"),
        ({"a": "base: a\n"}, "base-in-a-circle", "a.yaml:1", "base: modern"),
        ({"a": "base: b\n", "b": "base: a\n"}, "base-in-a-circle", "b.yaml:1", "base: modern"),
        ({"a": "base: b\n", "b": "base: modern\naccent: red\n"}, "bad-form", "b.yaml:2", None),
        ({"a": "base: modern\naccnet: red\n"}, "unknown-key", "a.yaml:2", "did you mean: accent"),
        ({"a": "base: [modern]\n"}, "wrong-type", "a.yaml:1", None),
        ({"a": "base: modern\nparagraphs: 5\n"}, "wrong-type", "a.yaml:2", None),
        ({"a": "base: modern\nreference_docx: x.dotx\n"}, "no-reference-file", "a.yaml:2", None),
        ({"a": "base: modern\nreference_styles: {body: x}\n"}, "no-reference-file", "a.yaml:2", None),
    ],
)  # fmt: skip
def test_a_fault_is_named_where_it_stands(
    root: Path, tmp_path: Path, styles: dict[str, str], code: str, place: str, hint: str | None
) -> None:
    style, problems = read(root, tmp_path, **styles)
    assert style is None
    problem = next(one for one in problems if one.code == code)
    assert str(problem.place).rpartition("/")[2].startswith(place)
    assert hint is None or problem.hint == hint
