"""Numbers, contents and references, seen through the text dump."""

from __future__ import annotations

from briefing.document import (
    Contents,
    Document,
    Footnote,
    Heading,
    ListItem,
    Meta,
    OrderedList,
    Paragraph,
    Reference,
    Table,
    Text,
)
from briefing.document.nodes import Column
from briefing.text import dump
from briefing.transforms import HeadingScheme, Scheme, apply, dangling, han

META = Meta(title="t", language="zh", organization="o", date="2024", identifier="i")
SCHEME = Scheme(
    headings={1: HeadingScheme("{han}、"), 2: HeadingScheme("{n}", restart=False)},
    lists={"recommendations": "R{n}"},
    contents_title="目录",
)


def words(text: str) -> tuple[Text]:
    return (Text(text),)


def heading(level: int, text: str, numbered: bool = True) -> Heading:
    return Heading(level, words(text), id=f"section:{text}", numbered=numbered)


def applied(*blocks: object) -> list[str]:
    document = apply(Document(META, tuple(blocks)), SCHEME)  # type: ignore[arg-type]
    return dump(document).splitlines()[2:]


def test_numbered_headings_run_on_or_restart_as_the_scheme_says() -> None:
    lines = applied(
        heading(1, "a"),
        heading(2, "b"),
        heading(2, "c", numbered=False),
        heading(1, "d"),
        heading(2, "e"),
    )
    assert [line.split("] ")[1] for line in lines] == ["一、 a", "1 b", "c", "二、 d", "2 e"]


def test_a_restarting_level_begins_anew_under_a_higher_heading() -> None:
    scheme = Scheme(headings={1: HeadingScheme("{n}."), 3: HeadingScheme("（{han}）")})
    document = Document(
        META, (heading(1, "a"), heading(3, "b"), heading(3, "c"), heading(1, "d"), heading(3, "e"))
    )
    numbers = [block.number for block in apply(document, scheme).blocks]  # type: ignore[union-attr]
    assert numbers == ["1.", "（一）", "（二）", "2.", "（一）"]


def test_list_labels_follow_the_role_and_restart_per_list() -> None:
    items = tuple(ListItem((Paragraph(words(text)),)) for text in "ab")
    lines = applied(OrderedList(items, role="recommendations"), OrderedList(items, start=4))
    labels = [line.strip() for line in lines if line.strip()[:1] in "R45"]
    assert labels == ["R1", "R2", "4.", "5."]


def test_contents_list_headings_down_to_their_depth() -> None:
    lines = applied(Contents(depth=1), heading(1, "甲"), heading(2, "乙"), heading(1, "丙"))
    assert lines[:3] == [
        "[contents] 目录",
        "  一、 甲 → section:甲",
        "  二、 丙 → section:丙",
    ]


def test_references_take_the_number_or_the_words_of_their_target() -> None:
    lines = applied(
        heading(2, "甲"),
        Table((Column(1),), (), (), caption=words("总览"), id="table:x"),
        Paragraph(
            (
                Reference((), "section:甲", show="number"),
                Reference((), "section:甲", show="title"),
                Reference((), "table:x", show="number"),
                Reference(words("文"), "section:甲"),
                Reference(words("去处不存在"), "section:none"),
            )
        ),
    )
    assert lines[-1] == (
        "[body] [1](#section:甲)[甲](#section:甲)[1](#table:x)[文](#section:甲)去处不存在"
    )


def test_footnotes_are_numbered_in_reading_order() -> None:
    def note(name: str) -> Footnote:
        return Footnote((Paragraph(words(f"文字 {name}")),), id=name)

    lines = applied(Paragraph((Text("x"), note("b"), note("a"), note("b"))))
    assert lines == [
        "[body] x[^1][^2][^1]",
        "[note #note:b] 1",
        "  [body] 文字 b",
        "[note #note:a] 2",
        "  [body] 文字 a",
    ]


def test_what_stands_in_a_footnote_is_filled_in_too() -> None:
    heading = Heading(1, words("标题"), "h", numbered=True)
    note = Footnote((Paragraph((Reference(words("?"), "h", show="number"),)),), id="n")
    document = apply(Document(META, (heading, Paragraph((note,)))), SCHEME)
    assert "?" not in dump(document)


def test_a_reference_that_points_nowhere_is_named() -> None:
    document = Document(META, (Paragraph((Reference(words("x"), "nowhere"),)),))
    assert dangling(document) == ("nowhere",)


def test_chinese_numerals() -> None:
    assert [han(n) for n in (1, 9, 10, 11, 20, 21, 99, 100)] == [
        "一",
        "九",
        "十",
        "十一",
        "二十",
        "二十一",
        "九十九",
        "100",
    ]
