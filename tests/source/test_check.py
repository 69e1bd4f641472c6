"""Guesses at what was meant, and places of values."""

from __future__ import annotations

import pytest

from briefing.source import SourceText, closest, compose

KNOWN = ["title", "title_form", "security-vendors", "ai-industry", "电信运营商"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("titel", "title"),
        ("Title", "title"),
        ("TITLE_FORM", "title_form"),
        ("title-form", "title_form"),
        ("security_vendors", "security-vendors"),
        ("security-vendor", "security-vendors"),
        (" title ", "title"),
        ("电信运营", "电信运营商"),
        ("price", None),
        ("", None),
        ("x" * 1_000_000, None),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_the_closest_word_is_guessed_or_none(typed: str, meant: str | None) -> None:
    assert closest(typed, KNOWN) == meant


def test_nothing_is_guessed_among_nothing() -> None:
    assert closest("title", []) is None


def test_the_first_line_may_have_another_number() -> None:
    source = SourceText.of("name: a\nname: b\n", "brief.md.j2", 2)
    trees, (problem,) = compose(source)
    assert str(problem.place) == "brief.md.j2:3:1"
    assert problem.message == "the key name stands twice, first in line 2"
    assert str(trees[0].place(("name",))) == "brief.md.j2:2:7"


@pytest.mark.parametrize("json", [False, True])
def test_paths_that_leave_the_tree_end_at_its_deepest_node(json: bool) -> None:
    (tree,), problems = compose(SourceText.of('{"a": [{"b": "c"}]}', "x"), json=json)
    assert problems == []
    assert tree.plain() == {"a": [{"b": "c"}]}
    assert tree.has(("a", 0, "b"))
    assert not tree.has(("a", 1))
    assert not tree.has(("a", "0"))
    assert tree.place(("a", 0, "b")).column == 14
    assert tree.place(("a", 0, "b"), key=True).column == 9
    assert tree.place(("a", 0, "x", "y")).column == 8
    assert tree.place(("a", 5)).column == 7
