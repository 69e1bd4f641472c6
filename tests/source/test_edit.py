"""Edits of YAML files: what was asked for is there, and nothing else is touched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.source.edit import (
    Comment,
    Edit,
    EditError,
    Insert,
    Remove,
    Reorder,
    SetText,
    apply,
    canonical,
)
from briefing.source.text import SourceText
from briefing.source.tree import plain
from briefing.source.yaml import compose_yaml

ROOT = Path(__file__).parents[2]
FILES = [*sorted((ROOT / "seeds" / "records").glob("*.yaml")), ROOT / "seeds" / "briefing.yaml"]

STYLES = """\
# head
plain: 网络安全   # beside
one line: some words: {a}
single: 'it''s so'   # kept
double: "say \\"yes\\""
folded: >-
  Words that run over
  two lines, and then
  a third one.
  # no comment, but words

literal: |
  first line
  second line
clip: >
  Ends in a line end
  of its own.
over lines: words that go on
  in the next line
flow: {zh: 中文, en: English words, list: [a, b, c]}
list:
  # about the first
  - one
  - text: two
    more: >-
      folded in
      a list

  # about the third
  - three
last: end""".replace("one line: some words: {a}", "one line: some words")

TEXTS = st.text(
    st.sampled_from("ab 网，。“”:#-'\"[]{}&*!|>%@`\\,?\n\t…é0"), min_size=1, max_size=60
).filter(lambda text: text.strip() == text)


def data(text: str) -> list[Any]:
    trees, problems = compose_yaml(SourceText.of(text, ""))
    assert not problems
    return [plain(tree.root) for tree in trees]


def scalars(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from scalars(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from scalars(inner, (*path, index))
    elif value is not None:
        yield path


def at(value: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


PATHS = list(scalars(data(STYLES)[0]))


@given(st.sampled_from(PATHS), TEXTS, st.sampled_from(["\n", "\r\n"]))
def test_any_text_in_any_style(path: tuple[str | int, ...], text: str, newline: str) -> None:
    source = STYLES.replace("\n", newline)
    old = at(data(source)[0], path)
    new = text + ("\n" if old.endswith("\n") else "")
    result = apply(source, [SetText(path, new)])
    assert at(data(result)[0], path) == new
    # Every line that doesn't belong to the text is still there, in its order.
    before, after = source.split(newline), result.split(newline)
    mine = range(_first(source, path), _last(source, path) + 1)
    assert after[: mine.start] == before[: mine.start]
    rest = before[mine.stop :]
    assert not rest or after[-len(rest) :] == rest
    assert ("\r\n" in result) == (newline == "\r\n")


def _first(source: str, path: tuple[str | int, ...]) -> int:
    trees, _ = compose_yaml(SourceText.of(source, ""))
    return trees[0].node(path).line


def _last(source: str, path: tuple[str | int, ...]) -> int:
    """Return the last line of a text: before the next key or item, and comments above that."""
    trees, _ = compose_yaml(SourceText.of(source, ""))
    starts = sorted({trees[0].node(one).line for one in PATHS} | {len(source.splitlines())})
    first = trees[0].node(path).line
    last = next(line for line in starts if line > first) - 1 if first < starts[-1] else first
    lines = source.splitlines()
    while last > first and (lines[last].strip() == "" or lines[last].strip().endswith(":")
                            or lines[last].strip().startswith("# about")):  # fmt: skip
        last -= 1
    return last


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_text_of_the_seeds(file: Path) -> None:
    source = file.read_bytes().decode()
    values = data(source)[0]
    for path in list(scalars(values))[::9]:
        old = at(values, path)
        assert apply(source, [SetText(path, old)]) == source
        new = old.replace("，", "；", 1).replace("the ", "this very ", 1) + "（改）"
        result = apply(source, [SetText(path, new)])
        assert at(data(result)[0], path) == new
        changed = [line for line in result.splitlines() if line not in source.splitlines()]
        assert 0 < len(changed) <= 8


CASES: list[tuple[str, str, list[Edit], str]] = [
    (
        "a folded text is wrapped anew from the change to where its lines fit again",
        "a: >-\n  one two three\n  four five six\n  seven eight\nb: 1\n",
        [SetText(("a",), "one two three four 5 five six seven eight")],
        "a: >-\n  one two three\n  four 5 five six seven eight\nb: 1\n",
    ),
    (
        "a plain text that can't stay plain is quoted",
        "a: words # why\n",
        [SetText(("a",), "words: more # of it")],
        'a: "words: more # of it" # why\n',
    ),
    (
        "a language that was missing is added behind the others",
        "title:\n  zh: 标题\nid: x\n",
        [SetText(("title", "en"), "Title: one")],
        'title:\n  zh: 标题\n  en: "Title: one"\nid: x\n',
    ),
    (
        "and in a map on one line",
        "title: {zh: 标题}\n",
        [SetText(("title", "en"), "Title, one")],
        'title: {zh: 标题, en: "Title, one"}\n',
    ),
    (
        "an item goes with the comment above it",
        "list:\n  - a\n  # on b\n  - b\n  - c\nid: x\n",
        [Remove(("list", 1))],
        "list:\n  - a\n  - c\nid: x\n",
    ),
    (
        "the last one leaves an empty list",
        "list:\n  - a\nid: x\n",
        [Remove(("list", 0))],
        "list: []\nid: x\n",
    ),
    (
        "items on one line",
        "list: [a, b, c]\n",
        [Remove(("list", 1)), Insert(("list",), 0, "z")],
        "list: [z, a, c]\n",
    ),
    (
        "a new item is written as the list is indented",
        "recs:\n- id: r1\n  text: {zh: 甲}\n# end\n",
        [Insert(("recs",), 1, {"id": "r2", "text": {"zh": "乙"}})],
        "recs:\n- id: r1\n  text: {zh: 甲}\n- id: r2\n  text:\n    zh: 乙\n# end\n",
    ),
    (
        "items change places with their comments",
        "list:\n  # on a\n  - a\n  # on b\n  - b: 1\n    c: 2\n  - c",
        [Reorder(("list",), (1, 2, 0))],
        "list:\n  # on b\n  - b: 1\n    c: 2\n  - c\n  # on a\n  - a\n",
    ),
    (
        "a comment stands above the key, with its indent",
        "a:\n  zh: 甲\n  en: A\n",
        [Comment(("a", "en"), ("Li: why?", "", "see page 2"))],
        "a:\n  zh: 甲\n  # Li: why?\n  #\n  # see page 2\n  en: A\n",
    ),
    (
        "what an alias shows is changed where it stands",
        "a: &x\n  t: &y word\nb: *x\nc: *y\n",
        [SetText(("b", "t"), "other: word")],
        'a: &x\n  t: &y "other: word"\nb: *x\nc: *y\n',
    ),
    (
        "a list in what an alias shows elsewhere",
        "a: &x\n  t:\n    - one\n    - two\nb: *x\n",
        [Reorder(("b", "t"), (1, 0)), Remove(("a", "t", 0)), Insert(("b", "t"), 1, "three")],
        "a: &x\n  t:\n    - one\n    - three\nb: *x\n",
    ),
    (
        "a comment that stands there already",
        "a:\n  # why\n  # because\n  b: c\n",
        [Comment(("a", "b"), ("why",)), Comment(("a", "b"), ("because",))],
        "a:\n  # why\n  # because\n  b: c\n",
    ),
    (
        "JSON stays JSON",
        '{"a": {"zh": "甲"}, "b": ["x", "y"]}\n',
        [SetText(("a", "zh"), "“乙”\n丙"), Insert(("b",), 2, "z")],
        '{"a": {"zh": "“乙”\\n丙"}, "b": ["x", "y", "z"]}\n',
    ),
]


@pytest.mark.parametrize(
    ("source", "edits", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_cases(source: str, edits: list[Edit], expected: str) -> None:
    assert apply(source, edits) == expected


@pytest.mark.parametrize(
    ("source", "edit"),
    [
        ("a: &x [b]\nc: *x\n", Remove(("c", 0))),
        ("a: !t b\n", SetText(("a",), "c")),
        ("a: [b\n", SetText(("a",), "c")),
        ("a: b\n", SetText(("a", "c"), "d")),
        ("a: b\n", Remove(("a",))),
        ("a: [b]\n", Remove(("a", 3))),
        ("a: [b, c]\n", Reorder(("a",), (0, 0))),
        ("a: b\na: c\n", SetText(("a",), "d")),
    ],
)
def test_what_cannot_be_done_is_not_done(source: str, edit: Edit) -> None:
    with pytest.raises(EditError):
        apply(source, [edit])


def test_edits_of_one_place_have_one_path() -> None:
    source = "a: &x\n  t: [one, two]\n  u: word\nb: *x\n"
    for edit in (Remove(("b", "t", 1)), SetText(("b", "u"), "y"), Insert(("b", "t"), 0, "z")):
        assert canonical(source, edit).path == ("a", *edit.path[1:])
