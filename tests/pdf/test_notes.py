"""Footnotes stand at the foot of the page that calls them, whole and once."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from setting import paragraph, written

from briefing.document import Footnote, Paragraph, Text
from briefing.pdf.pages import make_pages
from briefing.pdf.pieces import Piece


def called(number: int, words: str) -> Paragraph:
    note = Footnote((paragraph(words),), f"n{number}", number)
    return Paragraph((Text(f"正文{number}"), note, Text("。")))


def pages_of(data: bytes) -> list[str]:
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(data)]


def test_a_note_stands_under_the_text_of_its_page() -> None:
    numbers = range(1, 60)
    pages = pages_of(written(*[called(n, f"注文{n}。") for n in numbers]).data)
    assert len(pages) > 2
    for page in pages:
        flat = "".join(page.split())
        calls = [n for n in numbers if f"正文{n}{n}。" in flat]
        assert calls
        assert [n for n in numbers if f"{n}注文{n}。" in flat] == calls
        assert flat.index(f"正文{calls[-1]}") < flat.index(f"注文{calls[0]}")


def test_a_long_note_goes_on_on_the_next_page() -> None:
    data = written(
        *[paragraph("文") for _ in range(30)], called(1, "国" * 3000), paragraph("后")
    ).data
    pages = pages_of(data)
    assert sum(page.count("国") for page in pages) == 3000
    assert len(pages) > 2


def test_a_note_is_read_after_its_paragraph() -> None:
    pdf = pikepdf.open(io.BytesIO(written(called(1, "注文"), paragraph("后文")).data))
    tags = [str(kid.S) for kid in pdf.Root.StructTreeRoot.K.K]
    assert tags == ["/P", "/Note", "/P"]
    assert str(pdf.Root.StructTreeRoot.K.K[1].ID) == "note-1"
    (link,) = pdf.pages[0].Annots
    assert link.Dest[0].objgen == pdf.pages[0].obj.objgen


@given(st.lists(st.tuples(st.floats(1, 40), st.lists(st.floats(1, 60), max_size=3)), max_size=40))
def test_every_line_of_every_note_stands_once(rows: list[tuple[float, list[float]]]) -> None:
    pieces = [
        Piece(height, notes=((*(Piece(n) for n in notes),),) if notes else ())
        for height, notes in rows
    ]
    wanted = [id(line) for piece in pieces for note in piece.notes for line in note]
    pages = make_pages(
        pieces, lambda number, turned: 100.0, lambda turned: Piece(0), lambda: Piece(0)
    )
    placed = [id(piece) for page in pages for piece in page.notes]
    assert placed == wanted
    for page in pages:
        assert page.used + page.foot <= 100 + 1e-9 or len(page.placed) + len(page.notes) <= 4


@pytest.mark.parametrize("words", ["国" * 200, "a b " * 100])
def test_a_note_has_the_measure(words: str) -> None:
    data = written(called(1, words)).data
    page = pypdfium2.PdfDocument(data)[0]
    for box in (
        page.get_textpage().get_charbox(n) for n in range(page.get_textpage().count_chars())
    ):
        assert box[2] <= page.get_width() - 60
