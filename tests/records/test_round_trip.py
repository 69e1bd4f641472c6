"""Whatever text is put into a record, it comes back as it was, or its loss is reported."""

from __future__ import annotations

import json
from typing import Any

import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from briefing.records import Record
from briefing.source import SourceText, check, compose

FRAGMENTS = st.sampled_from(
    [
        *("\n", "\r\n", "\r", "\t", " ", "  ", "\\", '"', "'", ": ", " #", "- ", "? ", ","),
        *("[", "{", "}}", "{{ 7*7 }}", "&a", "*a", "!!x", "%", "@", "`", "|", ">", "---\n", "..."),
        *("<<", "null", "~", "no", "1e3", "0x1F", "12:30:00", "\\u202e", "\\n", "=cmd()"),
        *("\x00", "\x08", "\x0b", "\x1b[31m", "\x7f", "\x85", "\xa0", "\xad", "\u200b", "\u200d"),
        *("\u2028", "\u2029", "\u202e", "\u2066", "\ufeff", "\ufffd", "\uffff", "\ue000"),
        *("e\u0301", "𠮷", "👩🏽‍⚕️", "שלום", "全角　", "\U0010ffff"),
    ]
)
CHARACTERS = st.characters(codec="utf-8")
TEXTS = st.lists(st.one_of(FRAGMENTS, st.text(CHARACTERS, max_size=8)), max_size=12).map("".join)
HALVES = st.sampled_from(["\ud800", "\udbff", "\udc00", "\udfff"])
BROKEN = st.lists(st.one_of(FRAGMENTS, HALVES, st.text(max_size=4)), max_size=8).map("".join)


def kept_or_reported(content: str, text: str, *, is_json: bool) -> None:
    """Assert that the record in ``content`` holds ``text``, or that an error says why not."""
    source, problems = SourceText.decode(content.encode("utf-8"), "file")
    assert source is not None
    trees, found = compose(source, json=is_json)
    problems += found
    for tree in trees:
        record, found = check(Record, tree, context={"default_language": "zh"})
        problems += found
        if record is not None and not any(problem.is_error for problem in problems):
            # Two halves that JSON spells one after the other are one character.
            whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
            assert record.summary["zh"] == whole
            assert record.sources[0].locator == whole
    if any(problem.is_error for problem in problems):
        assert all(problem.place is not None for problem in problems)
    else:
        assert len(trees) == 1
        assert text.strip()


def document(text: str) -> dict[str, Any]:
    return {
        "id": "one",
        "subject": "甲",
        "proposers": [{"name": "乙"}],
        "theme": "data",
        "sectors": ["telecom"],
        "summary": text,
        "sources": [{"title": "丙", "locator": text}],
    }


@given(text=TEXTS, style=st.sampled_from([None, '"', "'", "|", ">"]), plain_unicode=st.booleans())
@example(text="null", style=None, plain_unicode=True)
@example(text="a\x85b", style="'", plain_unicode=True)
@example(text="\ufeffa", style=None, plain_unicode=True)
def test_yaml_keeps_texts(text: str, style: str | None, plain_unicode: bool) -> None:
    content = yaml.dump(document(text), default_style=style, allow_unicode=plain_unicode)
    # Quoting every key and value writes tags for none of them: all are texts.
    kept_or_reported(content, text, is_json=False)


@given(text=st.one_of(TEXTS, BROKEN), escaped=st.booleans())
@example(text="\ud800", escaped=True)
def test_json_keeps_texts(text: str, escaped: bool) -> None:
    content = json.dumps(document(text), ensure_ascii=escaped)
    if not escaped and any("\ud800" <= char <= "\udfff" for char in text):
        content = json.dumps(document(text))  # a file of UTF-8 cannot hold halves of a pair
    kept_or_reported(content, text, is_json=True)


@given(text=TEXTS)
def test_text_typed_after_a_key_is_kept(text: str) -> None:
    """What a person types unquoted, where YAML takes it for text at all."""
    line = text.replace("\r", " ").replace("\n", " ").strip()
    source, problems = SourceText.decode(f"key: {line}\n".encode(), "file")
    assert source is not None
    trees, found = compose(source)
    problems += found
    if any(problem.is_error for problem in problems) or not trees:
        assert problems
        return
    value = trees[0].plain()
    if isinstance(value, dict) and isinstance(value["key"], str) and line[:1] not in ('"', "'"):
        typed = value["key"].lstrip("|>&!*- ")
        assert " ".join(typed.split()) in " ".join(line.split())


@given(content=st.one_of(TEXTS, BROKEN, st.binary(max_size=200)), is_json=st.booleans())
def test_no_file_raises(content: str | bytes, is_json: bool) -> None:
    data = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    source, problems = SourceText.decode(data, "file")
    if source is None:
        (problem,) = problems
        assert problem.place is not None
        assert problem.place.excerpt is not None
        assert problem.place.column is not None
        assert 1 <= problem.place.column <= len(problem.place.excerpt) + 1
        return
    trees, found = compose(source, json=is_json)
    for tree in trees:
        check(Record, tree, context={"default_language": "zh"})
    for problem in [*problems, *found]:
        place = problem.place
        assert place is not None
        if place.line is not None:
            assert place.excerpt == source.lines[place.line - 1]
            assert place.column is not None
            assert 1 <= place.column <= len(place.excerpt) + 1
