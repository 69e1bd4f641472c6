"""Three versions made one: what each side changed is there, and nothing is lost unsaid."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import META, documents, edited

from briefing.document import (
    Block,
    Cell,
    Column,
    Document,
    Field,
    Footnote,
    Heading,
    Inlines,
    ListItem,
    OrderedList,
    Origin,
    Paragraph,
    Row,
    Span,
    Table,
    Text,
    inline_text,
    walk_blocks,
)
from briefing.document.align import words_of
from briefing.document.merge import Conflict, Merged, merge


def document(*blocks: Block | str) -> Document:
    return Document(META, tuple(line(one) if isinstance(one, str) else one for one in blocks))


def line(text: str, name: str | None = None) -> Paragraph:
    return Paragraph((Text(text),), id=name)


def lines(merged: Merged) -> list[str]:
    return [words_of(block) for block in merged.document.blocks]


A, B, C, D = "甲：第一段说的事", "乙：another thing", "丙，其后的第三段", "丁是最后的一段"


FROM_RECORD = Origin("2024-a", "recommendations/1/text", "zh")


# ── What one side changed ──────────────────────────────────────────────────


def test_changes_of_both_sides_in_different_blocks() -> None:
    found = merge(document(A, B, C), document(A + "。", B, C), document(A, B, C + "！"))
    assert lines(found) == [A + "。", B, C + "！"]
    assert (found.conflicts, found.kept) == ((), 1)


def test_a_paragraph_of_the_analyst_stays_where_it_was_put() -> None:
    found = merge(document(A, B), document(A, C, B), document(D, A, B))
    assert lines(found) == [D, A, C, B]
    assert (found.conflicts, found.kept) == ((), 1)


def test_a_paragraph_at_the_very_beginning() -> None:
    assert lines(merge(document(A, B), document(C, A, B), document(A, B, D))) == [C, A, B, D]


def test_a_paragraph_after_one_that_is_gone() -> None:
    assert lines(merge(document(A, B, C), document(A, B, D, C), document(A, C))) == [A, D, C]


def test_a_deleted_paragraph_stays_deleted() -> None:
    found = merge(document(A, B, C), document(A, C), document(A, B, C, D))
    assert lines(found) == [A, C, D]
    assert (found.conflicts, found.kept) == ((), 1)


def test_a_moved_section_stays_moved_and_takes_the_changes_of_the_records() -> None:
    found = merge(document(A, B, C), document(C, A, B), document(A, B + "!", C, D))
    assert lines(found) == [C, A, B + "!", D]
    assert found.conflicts == ()


def test_moves_of_both_sides() -> None:
    built = document(A, B, C, D)
    found = merge(built, document(B, A, C, D), document(A, B, D, C))
    assert lines(found) == [B, A, D, C]
    assert found.conflicts == ()


def test_words_of_both_sides_in_one_paragraph() -> None:
    built = document("本期汇总了十二件提案，供内部参阅。")
    person = document("本期汇总了十二件重点提案，供内部参阅。")
    program = document("本期汇总了十二件提案，供各部门参阅。")
    found = merge(built, person, program)
    assert lines(found) == ["本期汇总了十二件重点提案，供各部门参阅。"]
    assert (found.conflicts, found.kept) == ((), 1)


def test_items_of_one_list() -> None:
    def asks(*words: str) -> Document:
        return document(OrderedList(tuple(ListItem((line(one),)) for one in words)))

    found = merge(asks(A, B), asks(A, C, B), asks(A, B, D))
    assert found.document == asks(A, C, B, D)


def test_what_both_sides_changed_alike_is_taken_once() -> None:
    found = merge(document(A, B), document(A, C, B + "!"), document(A, C, B + "!"))
    assert lines(found) == [A, C, B + "!"]
    assert (found.conflicts, found.kept) == ((), 0)


# ── Fields ─────────────────────────────────────────────────────────────────

SUMMARY = Origin("2024-a", "summary", "zh")


def about(text: str, after: str = "负责。") -> Paragraph:
    return Paragraph((Text("由"), Field(text, SUMMARY), Text(after)))


def test_a_field_nobody_edited_follows_its_record_beside_an_edit() -> None:
    found = merge(
        document(about("公安部")), document(about("公安部", "牵头。")), document(about("网信办"))
    )
    assert found.document == document(about("网信办", "牵头。"))
    assert found.conflicts == ()


def test_a_field_nobody_edited_follows_its_record_also_in_a_copy() -> None:
    found = merge(
        document(A, about("公安部")),
        document(about("公安部", "也要。"), A, about("公安部")),
        document(A, about("网信办")),
    )
    assert found.document == document(about("网信办", "也要。"), A, about("网信办"))


def test_an_edited_field_is_kept() -> None:
    found = merge(
        document(about("公安部")), document(about("公安机关")), document(about("公安部"), A)
    )
    assert found.document == document(about("公安机关"), A)


def test_a_field_that_both_sides_changed() -> None:
    found = merge(document(about("公安部")), document(about("公安机关")), document(about("网信办")))
    assert found.document == document(about("公安机关"))
    assert found.conflicts == (Conflict("由公安部负责。", "由公安机关负责。", "由网信办负责。"),)


def test_a_deleted_field_whose_record_changed() -> None:
    found = merge(document(A, about("公安部")), document(A), document(A, about("网信办")))
    assert found.document == document(A, about("网信办"))
    assert found.conflicts == (Conflict("由公安部负责。", "", "由网信办负责。"),)


# ── Conflicts ──────────────────────────────────────────────────────────────


def test_a_conflict_keeps_the_edited_words_and_names_the_new_ones_and_their_heading() -> None:
    head = Heading(1, (Text("提案与建议"),), "h")
    found = merge(
        document(head, "供内部参阅"), document(head, "供领导参阅"), document(head, "供各部门参阅")
    )
    assert lines(found) == ["提案与建议", "供领导参阅"]
    assert found.conflicts == (Conflict("供内部参阅", "供领导参阅", "供各部门参阅", "提案与建议"),)


def test_an_edited_paragraph_that_the_new_version_dropped() -> None:
    found = merge(document(A, B), document(A, B + "!"), document(A))
    assert lines(found) == [A, B + "!"]
    assert found.conflicts == (Conflict(B, B + "!", ""),)


def test_a_block_that_both_moved_to_different_places() -> None:
    found = merge(
        document(A, B, C, D, "戊"), document(B, C, A, D, "戊"), document(B, C, D, A, "戊")
    )
    assert lines(found) == [B, C, D, A, "戊"]
    assert [(one.about, one.edited) for one in found.conflicts] == [("place", A)]


def test_the_mark_is_put_on_the_words_that_stand() -> None:
    def mark(words: Inlines, conflict: Conflict) -> Inlines:
        return (Span((*words, Text(f"〔{conflict.new}〕"))),)

    found = merge(
        document(A, OrderedList((ListItem((line("供内部参阅"),)),))),
        document(A, OrderedList((ListItem((line("供领导参阅"),)),))),
        document(A, OrderedList((ListItem((line("供各部门参阅"),)),))),
        mark,
    )
    assert lines(found) == [A, "供领导参阅〔供各部门参阅〕"]
    found = merge(document(A, B), document(A, B + "!"), document(A), mark)
    assert lines(found) == [A, B + "!〔〕"]


def test_words_in_a_footnote_are_named() -> None:
    def noted(text: str) -> Document:
        return document(Paragraph((Text("正文"), Footnote((line(text),), "n"))))

    (conflict,) = merge(noted("甲"), noted("乙"), noted("丙")).conflicts
    assert conflict == Conflict("正文\n甲", "正文\n乙", "正文\n丙")


def table(*rows: tuple[str, ...]) -> Table:
    body = tuple(Row(tuple(Cell((line(one),)) for one in row)) for row in rows)
    return Table(tuple(Column(1) for _ in rows[0]), (), body, id="t")


def test_an_own_item_that_the_records_have_taken_over_stands_once() -> None:
    def asks(*items: ListItem) -> Document:
        return document(OrderedList(items))

    ours = ListItem((Paragraph((Field(B, FROM_RECORD),)), line("办理对象：未载明")), "r2")
    built = asks(ListItem((line(A),), "r1"))
    edited = asks(ListItem((line(A),), "r1"), ListItem((line(B),)))
    new = asks(ListItem((line(A),), "r1"), ours)
    assert merge(built, edited, new).document == new
    more = asks(ListItem((line(A),), "r1"), ListItem((line(B), line("我的补充"))))
    found = merge(built, more, new).document.blocks[0]
    assert isinstance(found, OrderedList)
    assert len(found.items) == 3, "what says more is kept beside it"


def test_rows_and_cells_of_both_sides() -> None:
    found = merge(
        document(table((A, "1"), (B, "2"))),
        document(table((A, "1"), (B, "二"), (C, "3"))),
        document(table((D, "0"), (A, "1!"), (B, "2"))),
    )
    assert found.document == document(table((D, "0"), (A, "1!"), (B, "二"), (C, "3")))
    assert found.conflicts == ()


def test_a_column_more_on_one_side_and_other_words_on_the_other() -> None:
    wide = table((A, "1", "x"), (B, "2", "y"))
    found = merge(
        document(table((A, "1"), (B, "2"))), document(wide), document(table((A, "7"), (B, "2")))
    )
    assert found.document == document(wide)
    assert len(found.conflicts) == 1
    assert "7" in found.conflicts[0].new


def test_rows_that_would_not_fit_are_left_as_the_person_has_them() -> None:
    tall = Row((Cell((line(A),), rows=2), Cell((line("1"),))))
    rest = Row((Cell((line("2"),)),))
    columns = (Column(1), Column(1))
    other = Row((Cell((line(C),)), Cell((line("3"),))))

    def of(*rows: Row) -> Document:
        return document(Table(columns, (), rows, id="t"))

    found = merge(
        of(tall, rest, other), of(tall, rest, replace(other, id="x")), of(tall, rest, other)
    )
    assert found.conflicts == ()
    shorter = Row((Cell((line(A),)), Cell((line("1"),))))
    found = merge(
        of(tall, rest, other), of(shorter, other), of(tall, Row((Cell((line("9"),)),)), other)
    )
    assert found.document == of(shorter, other)
    assert len(found.conflicts) == 1


def test_no_id_stands_twice() -> None:
    """A person made a heading of a paragraph that the records changed in the meantime."""
    heading = Heading(2, (Text(A),), "p")
    found = merge(document(line(A, "p")), document(heading), document(line(D, "p")))
    ids = [getattr(block, "id", None) for block in found.document.blocks]
    assert sorted(ids, key=str) == [None, "p"]
    assert {words_of(block) for block in found.document.blocks} == {A, D}


def test_two_notes_keep_their_own_words() -> None:
    def noted(text: str, note: str) -> Paragraph:
        return Paragraph((Text(text), Footnote((line(note),), "n1")))

    found = merge(
        document(A, B), document(A, noted(C, "注一"), B), document(A, B, noted(D, "注二"))
    )
    notes = [
        node
        for block in walk_blocks(found.document.blocks)
        if isinstance(block, Paragraph)
        for node in block.children
        if isinstance(node, Footnote)
    ]
    assert [words_of(note.blocks[0]) for note in notes] == ["注一", "注二"]
    assert len({note.id for note in notes}) == 2


# ── For any documents ──────────────────────────────────────────────────────


@st.composite
def versions(draw: st.DrawFn) -> tuple[Document, Document, Document]:
    built = draw(documents())
    return built, draw(edited(built, "e")), draw(edited(built, "n"))


@given(versions())
def test_nothing_edited_gives_the_new_version(three: tuple[Document, ...]) -> None:
    built, _, new = three
    assert merge(built, built, new) == Merged(new, (), 0)


@given(versions())
def test_nothing_new_gives_the_edited_version(three: tuple[Document, ...]) -> None:
    built, person, _ = three
    found = merge(built, person, built)
    assert (found.document, found.conflicts) == (person, ())
    assert (found.kept > 0) == (person != built)


@given(versions())
def test_the_same_on_both_sides(three: tuple[Document, ...]) -> None:
    built, person, _ = three
    assert merge(built, person, person) == Merged(person, (), 0)


WORD = re.compile(r"[wen]\d+q")


def spoken(found: Document) -> set[str]:
    return {word for block in found.blocks for word in WORD.findall(words_of(block))}


@settings(max_examples=300)
@given(versions())
def test_nothing_is_lost(three: tuple[Document, ...]) -> None:
    """Every word that a side wrote is there or in a conflict, and what both left is there."""
    built, person, new = three
    found = merge(built, person, new)
    said = {
        word
        for conflict in found.conflicts
        for text in (conflict.edited, conflict.new)
        for word in WORD.findall(text)
    }
    there = spoken(found.document)
    written = (spoken(person) | spoken(new)) - spoken(built)
    left_alone = spoken(person) & spoken(new)
    assert written | left_alone <= there | said


@given(versions())
def test_what_both_sides_deleted_is_gone(three: tuple[Document, ...]) -> None:
    built, person, new = three
    gone = spoken(built) - spoken(person) - spoken(new)
    assert not gone & spoken(merge(built, person, new).document)


@given(versions())
def test_ids_stay_unique(three: tuple[Document, ...]) -> None:
    ids = [
        part.id
        for block in walk_blocks(merge(*three).document.blocks)
        for part in (block, *getattr(block, "items", ()), *getattr(block, "body", ()))
        if getattr(part, "id", None) is not None
    ]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("text", ["", "甲" * 3000])
def test_a_very_long_paragraph(text: str) -> None:
    found = merge(document(text + A), document(text + A + "。"), document("新" + text + A))
    assert inline_text(found.document.blocks[0].children) == "新" + text + A + "。"  # type: ignore[union-attr]
