"""Which block of one version is which of another."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from strategies import documents, edited

from briefing.document import (
    Block,
    BulletList,
    Cell,
    Chart,
    Field,
    Footnote,
    Heading,
    ListItem,
    Origin,
    PageBreak,
    Paragraph,
    Row,
    Series,
    Strong,
    Table,
    Text,
)
from briefing.document.align import align, likeness, moved, words_of
from briefing.document.nodes import Column


def line(text: str, name: str | None = None) -> Paragraph:
    return Paragraph((Text(text),), id=name)


A, B, C = line("甲方提出的第一条建议"), line("an English sentence"), line("第三段，说别的事")


def test_the_same_blocks() -> None:
    assert align([A, B, C], [A, B, C]) == {0: 0, 1: 1, 2: 2}


def test_the_same_blocks_in_another_order() -> None:
    assert align([A, B, C], [C, A, B]) == {0: 1, 1: 2, 2: 0}


def test_a_block_with_most_of_its_words() -> None:
    assert align([A, B], [C, line("甲方提出的第一条重要建议"), B]) == {0: 1, 1: 2}


def test_one_block_in_the_place_of_one_other() -> None:
    assert align([A, B, C], [A, line("完全不同的话"), C]) == {0: 0, 1: 1, 2: 2}


def test_words_that_have_nothing_in_common_are_no_pair() -> None:
    assert align([A, C], [B]) == {}
    assert align([A], [Heading(1, A.children)]) == {}
    assert align([A], [line("")]) == {}


def test_words_from_the_same_place_of_a_record() -> None:
    def about(value: str) -> Paragraph:
        return Paragraph((Text("由"), Field(value, Origin("r", "p", "zh"))))

    assert align([about("甲"), A], [B, C, about("公安机关")]) == {0: 2}


def test_an_id_pairs_whatever_the_words() -> None:
    assert align([line("甲", "x"), A], [A, line("something else", "x")]) == {0: 1, 1: 0}


def test_blocks_of_two_kinds_are_no_pair() -> None:
    assert align([Heading(1, (Text("甲"),), "x")], [line("甲", "x")]) == {}


def test_blocks_that_repeat_are_paired_in_order() -> None:
    same = line("同上")
    assert align([same, A, same], [same, same, A, same]) == {0: 0, 1: 2, 2: 3}


def test_blocks_without_words_are_paired_in_order() -> None:
    assert align([A, PageBreak(), B], [A, PageBreak(), B]) == {0: 0, 1: 1, 2: 2}


def test_many_blocks_that_differ() -> None:
    """A long text rewritten throughout is aligned in a moment."""
    old = [line(f"第{n}条：原来的说法{n * 7919}") for n in range(400)]
    new = [line(f"第{n}条：现在的说法{n * 7919}") for n in range(400)]
    assert align(old, new) == {n: n for n in range(400)}


def test_moved_parts_are_as_few_as_can_be() -> None:
    assert moved({0: 0, 1: 1, 2: 2}) == set()
    assert moved({0: 3, 1: 0, 2: 1, 3: 2}) == {0}
    assert moved({}) == set()


def test_likeness() -> None:
    assert likeness(A, A) == 1
    assert likeness(A, C) < 0.2
    assert likeness(A, Heading(1, A.children)) == 0
    assert likeness(PageBreak(), PageBreak()) == 1
    assert 0.5 < likeness(A, line("甲方提出的第二条建议")) < 1


def test_words_of_a_part() -> None:
    note = Footnote((line("注"),), "n")
    table = Table((Column(1),), (Row((Cell((A,)),)),), (Row((Cell((B,)),)),), caption=(Text("表"),))
    chart = Chart("bar", ("类",), (Series("数", (1.0,)),), "说明")
    assert words_of(Paragraph((Text("正"), Strong((Text("文"), note))))) == "正文\n注"
    assert words_of(BulletList((ListItem((A, B)),))) == words_of(A) + "\n" + words_of(B)
    assert words_of(table) == "表\n" + words_of(A) + "\n" + words_of(B)
    assert words_of(chart) == "说明\n类\n数"
    assert words_of(PageBreak()) == ""


@given(documents())
def test_a_document_and_itself(document: object) -> None:
    blocks: tuple[Block, ...] = document.blocks  # type: ignore[attr-defined]
    assert align(blocks, blocks) == {n: n for n in range(len(blocks))}


@given(st.data())
def test_pairs_are_pairs(data: st.DataObject) -> None:
    """No part has two partners, and partners are of one kind."""
    old = data.draw(documents())
    new = data.draw(edited(old, "n"))
    pairs = align(old.blocks, new.blocks)
    assert len(set(pairs.values())) == len(pairs)
    assert all(type(old.blocks[a]) is type(new.blocks[b]) for a, b in pairs.items())


@given(documents(), st.randoms(use_true_random=False))
def test_parts_with_words_of_their_own_are_found_wherever_they_move(
    document: object, random: object
) -> None:
    blocks = [
        replace(block, id=None)
        for block in document.blocks  # type: ignore[attr-defined]
        if isinstance(block, Paragraph | Heading) and words_of(block).strip()
    ]
    shuffled = list(enumerate(blocks))
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    pairs = align(blocks, [block for _, block in shuffled])
    assert pairs == {
        old: new for new, (old, _) in sorted(enumerate(shuffled), key=lambda p: p[1][0])
    }
