"""A document as text and back, and texts that are no document."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.document import Document, Field, Meta, Origin, Paragraph, Strong, Text, nodes
from briefing.document.codec import decode, encode

sys.path.insert(0, str(Path(__file__).parent.parent / "docx"))

from sample_briefs import brief, everything
from strategies import documents

META = Meta("简报", "zh", "政策研究部", "2024-03-11", "brief-1")
SMALL = Document(META, (Paragraph((Text("甲"), Strong((Field("乙", Origin("r", "t", "zh")),)))),))


@pytest.mark.parametrize(
    "document", [brief(), brief("en"), everything(), SMALL], ids=["zh", "en", "all", "small"]
)
def test_round_trip(document: Document) -> None:
    assert decode(encode(document)) == document


@given(documents())
def test_any_document(document: Document) -> None:
    assert decode(encode(document)) == document


@given(st.text())
def test_any_words(words: str) -> None:
    document = Document(META, (Paragraph((Text(words),)),))
    assert decode(encode(document)) == document


def test_values_missing_at_the_end_are_the_defaults() -> None:
    held = json.loads(encode(SMALL))
    held[2][0] = held[2][0][:2]  # a paragraph written when it had its words only
    assert decode(json.dumps(held)) == SMALL


def test_every_field_of_a_node_is_written() -> None:
    def check(value: object) -> int:
        if not isinstance(value, list):
            return 0
        kind = getattr(nodes, value[0], None) if value and isinstance(value[0], str) else None
        if is_dataclass(kind):
            left_out = kind is Document  # its attachments
            assert len(value) - 1 == len(fields(kind)) - left_out, value[0]
        return bool(kind) + sum(map(check, value))

    assert check(json.loads(encode(everything()))) > 100


def spoiled(change: str) -> str:
    held = json.loads(encode(SMALL))
    paragraph = held[2][0]
    match change:
        case "no array":
            held = {"Document": {}}
        case "another class":
            paragraph[0] = "Path"
        case "an inline for a block":
            held[2][0] = ["Text", "甲"]
        case "a number for words":
            paragraph[1][0][1] = 7
        case "a choice that is none":
            paragraph[2] = "loud"
        case "too many values":
            paragraph.append(1)
        case "too few values":
            del held[1][3:]
        case "too deep":
            inner = ["Text", "甲"]
            for _ in range(200):
                inner = ["Strong", [inner]]
            paragraph[1] = [inner]
        case _:
            raise AssertionError(change)
    return json.dumps(held)


@pytest.mark.parametrize(
    "change",
    [
        "no array",
        "another class",
        "an inline for a block",
        "a number for words",
        "a choice that is none",
        "too many values",
        "too few values",
        "too deep",
    ],
)
def test_no_document(change: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        decode(spoiled(change))


@pytest.mark.parametrize("text", ["", "[]", "null", "[" * 100_000, '["Document"]', "NaN"])
def test_no_document_at_all(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        decode(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=20,
)


@given(JSON, st.integers(0, 10_000))
def test_any_json_in_its_place(value: object, place: int) -> None:
    """Whatever stands where a value was: a document or a ValueError, nothing else."""
    held = json.loads(encode(SMALL))
    places = list(_places(held))
    inside, index = places[place % len(places)]
    inside[index] = value
    with suppress(ValueError):
        assert isinstance(decode(json.dumps(held)), Document)


def _places(value: list[object]) -> list[tuple[list[object], int]]:
    found = [(value, index) for index in range(len(value))]
    for item in value:
        if isinstance(item, list):
            found += _places(item)
    return found
