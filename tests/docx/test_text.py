"""Whatever a record holds comes out as the same characters, or is refused by name."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from ooxml_checks import W, faults, text, tree
from sample_briefs import HOSTILE, cell, document, field, line, modern

from briefing.document import (
    Callout,
    Chart,
    Code,
    CodeBlock,
    Column,
    Emphasis,
    Heading,
    Link,
    ListItem,
    OrderedList,
    Paragraph,
    Row,
    Series,
    Span,
    Strong,
    Table,
    Text,
    Title,
)
from briefing.docx import write
from briefing.docx.xml import escaped, quoted

STYLE = modern()

# Everything that XML 1.0 can hold; line ends become Word's own and are compared as \n.
legal = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
    | st.sampled_from("\t\n\r&<>\"'“”‘’—…·*_|{}$#\\` 　\u00a0\u200b\u202e中文Aa1"),
    max_size=40,
)


def normal(value):
    return value.replace("\r\n", "\n").replace("\r", "\n")


INLINES = {
    "text": Text,
    "field": field,
    "strong": lambda value: Strong((Text(value),)),
    "emphasis": lambda value: Emphasis((field(value),)),
    "code": Code,
    "role": lambda value: Span((field(value),), "analyst"),
    "english": lambda value: Span((Text(value),), language="en"),
    "link": lambda value: Link((Text(value),), "https://a.org"),
}


@given(value=legal, kind=st.sampled_from(sorted(INLINES)), language=st.sampled_from(["zh", "en"]))
def test_any_legal_text_survives_in_any_inline(value, kind, language):
    node = Paragraph((INLINES[kind](value),))
    assert text(write(document(node, language=language), STYLE)) == normal(value)


@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("kind", sorted(INLINES))
def test_hostile_text_survives(value, kind):
    data = write(document(Paragraph((INLINES[kind](value),))), STYLE)
    assert text(data) == normal(value)


@pytest.mark.parametrize("value", HOSTILE[:7], ids=range(7))
def test_hostile_text_survives_wherever_it_stands(value):
    data = write(
        document(
            Title((field(value),), (field(value),), value),
            Heading(2, (field(value),), f"h:{value}"),
            OrderedList((ListItem((line(value),), value[:10], value),)),
            Callout((line(value),), title=(field(value),)),
            Table((Column(1),), (), (Row((cell(value),)),), caption=(Text(value),), number=1),
            CodeBlock(value),
            Chart("bar", (value,), (Series(value, (1,)),), value, (Text(value),)),
            title=value,
            subject=value,
            organization=value,
            keywords=(value,),
            header=(value, value),
            footer=value,
        ),
        STYLE,
    )
    assert faults(data) == []
    assert text(data).count(normal(value)) >= 8


@settings(max_examples=20)
@given(st.sampled_from([chr(n) for n in (*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF)]))
def test_what_xml_cannot_hold_is_refused_by_its_code(char):
    for node in (line(f"a{char}"), Chart("bar", ("甲",), (Series("数", (1,)),), f"a{char}")):
        with pytest.raises(ValueError, match=f"U\\+{ord(char):04X}"):
            write(document(node), STYLE)


def test_a_lone_surrogate_is_refused_by_its_code():
    with pytest.raises(ValueError, match=r"U\+D800"):
        write(document(line("a\ud800")), STYLE)
    with pytest.raises(ValueError, match=r"U\+DFFF"):
        write(document(line("a"), title="\udfff"), STYLE)


def test_space_at_the_edges_is_protected():
    (run,) = tree(write(document(line(" a  b ")), STYLE)).iter(f"{W}t")
    assert run.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"


@given(value=legal)
def test_text_and_values_are_read_as_they_were_written(value):
    read = etree.fromstring(f"<x a={quoted(value)}>{escaped(value)}</x>")
    assert (read.text or "") == value
    assert read.get("a") == value


def test_white_space_and_signs_of_markup_together():
    for value in ("a\r&<b", "\r\n\t\"'>", "&#13;\r", "　&amp;"):
        read = etree.fromstring(f"<x a={quoted(value)}>{escaped(value)}</x>")
        assert (read.text, read.get("a")) == (value, value)
