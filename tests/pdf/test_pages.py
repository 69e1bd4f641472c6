"""Pages: what stays together, what is repeated, and that nothing is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from briefing.pdf.pages import make_pages, targets
from briefing.pdf.pieces import Piece, TableHead

HEIGHT = 100.0


def pages_of(pieces: list[Piece]):
    return make_pages(
        pieces,
        lambda number, turned: 60 if turned else HEIGHT,
        lambda turned: Piece(5, ids=("continued",)),
    )


def kept(page) -> list[Piece]:
    return [piece for _, piece in page.placed]


@given(
    st.lists(
        st.builds(
            Piece,
            height=st.floats(0, 60),
            before=st.floats(0, 20),
            after=st.floats(0, 20),
            keep=st.booleans(),
            new_page=st.just(False),
        ),
        max_size=60,
    )
)
def test_every_piece_stands_once_in_order_and_on_the_page(pieces: list[Piece]) -> None:
    pages = pages_of(pieces)
    assert [id(p) for page in pages for p in kept(page)] == [id(p) for p in pieces]
    for page in pages:
        bottom = 0.0
        for top, piece in page.placed:
            assert top >= bottom - 1e-9
            bottom = top + piece.height
            assert bottom <= HEIGHT + 1e-9


@given(st.floats(0, 95), st.integers(1, 3))
def test_a_kept_piece_stands_with_the_next(filled: float, lines: int) -> None:
    heading, text = Piece(10, keep=True), [Piece(5, keep=n < lines - 1) for n in range(lines)]
    pages = pages_of([Piece(filled), heading, *text])
    for page in pages:
        if heading in kept(page):
            assert all(piece in kept(page) for piece in text)


def test_no_space_stands_above_the_first_piece_of_a_page() -> None:
    pages = pages_of([Piece(90), Piece(30, before=15)])
    assert pages[1].placed[0][0] == 0


def test_the_larger_of_two_spaces_holds() -> None:
    page = pages_of([Piece(10, after=7), Piece(10, before=12)])[0]
    assert page.placed[1][0] == 22


def test_a_chain_that_no_page_can_hold_is_cut() -> None:
    pages = pages_of([Piece(30, keep=True) for _ in range(10)])
    assert len(pages) == 4


def test_a_page_break_is_one_and_never_makes_an_empty_page() -> None:
    pages = pages_of([Piece(0, new_page=True), Piece(10), Piece(0, new_page=True), Piece(10)])
    assert [len(page.placed) for page in pages] == [1, 1]


def test_a_table_repeats_its_head_on_every_page() -> None:
    head = TableHead([Piece(10, keep=True)])
    rows = [Piece(20, head=head) for _ in range(20)]
    pages = pages_of([*head.pieces, *rows])
    assert len(pages) == 5
    for page in pages[1:]:
        line, again = kept(page)[:2]
        assert (line.height, again.height) == (5, 10)
        assert line.artifact
        assert again.artifact
    assert sum(piece in rows for page in pages for piece in kept(page)) == 20


def test_targets_are_on_the_page_of_their_piece() -> None:
    pages = pages_of([Piece(90, ids=("a",)), Piece(30, ids=("b", "c"))])
    assert targets(pages) == {"a": 1, "b": 2, "c": 2}


def test_turned_pieces_have_pages_of_their_own() -> None:
    upright, turned = [Piece(30) for _ in range(4)], [Piece(25, turned=True) for _ in range(4)]
    pages = pages_of([*upright[:2], *turned, *upright[2:]])
    assert [(page.turned, page.height, len(page.placed)) for page in pages] == [
        (False, 100, 2),
        (True, 60, 2),
        (True, 60, 2),
        (False, 100, 2),
    ]


def test_a_document_may_begin_with_a_turned_page() -> None:
    pages = pages_of([Piece(25, turned=True), Piece(30)])
    assert [page.turned for page in pages] == [True, False]
