"""Tables: cells that cover several rows and columns stand where the grid has room."""

from __future__ import annotations

import pytest
from setting import modern, typesetter

from briefing.document import Cell, Column, Paragraph, Row, Table, Text
from briefing.pdf.blocks import Builder, Frame
from briefing.pdf.pieces import Piece, Words
from briefing.pdf.tables import table_pieces

WIDTH = 300.0


def cell(words: str, columns: int = 1, rows: int = 1) -> Cell:
    return Cell((Paragraph((Text(words),)),), columns, rows)


def places(*rows: Row, columns: int = 3) -> tuple[list[Piece], dict[str, tuple[int, int, float]]]:
    """Return the pieces, and for each word its piece, column and distance from the top."""
    builder = Builder(modern(), typesetter(), "zh", WIDTH, 600)
    node = Table((Column(1),) * columns, (), rows, "data")
    pieces = table_pieces(builder, node, Frame(0, WIDTH, builder.root))
    found = {}
    for number, piece in enumerate(pieces):
        for mark in piece.marks:
            if isinstance(mark, Words):
                words = "".join(atom.text for _, atom in mark.line.atoms)
                found[words] = (number, int(mark.x // (WIDTH / columns)), mark.y)
    return pieces, found


def test_rows_without_spans_are_pieces_of_their_own() -> None:
    pieces, found = places(
        Row((cell("甲"), cell("乙"), cell("丙"))), Row((cell("丁"), cell("戊"), cell("己")))
    )
    assert len(pieces) == 2
    assert [found[name][:2] for name in "甲乙丙丁戊己"] == [
        (0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2),
    ]  # fmt: skip


def test_a_cell_over_two_rows_keeps_them_together() -> None:
    pieces, found = places(
        Row((cell("甲", rows=2), cell("乙"), cell("丙"))), Row((cell("丁"), cell("戊")))
    )
    assert len(pieces) == 1
    assert found["丁"][1] == 1
    assert found["戊"][1] == 2
    assert found["乙"][2] < found["丁"][2]
    assert found["甲"][2] == found["乙"][2]


def test_a_cell_over_rows_and_columns_pushes_others_aside() -> None:
    _, found = places(
        Row((cell("甲"), cell("乙", columns=2, rows=2))), Row((cell("丙"),)), Row((cell("丁"),))
    )
    assert [found[name][1] for name in "甲乙丙丁"] == [0, 1, 0, 0]
    assert found["丁"][0] == 1


def test_a_high_spanning_cell_makes_its_last_row_higher() -> None:
    pieces, _ = places(
        Row((cell("国" * 200, rows=2), cell("乙"), cell("丙"))), Row((cell("丁"), cell("戊")))
    )
    lines = sum(isinstance(m, Words) and len(m.line.atoms) > 3 for m in pieces[0].marks)
    look = modern().paragraph("table-text", "zh")
    assert pieces[0].height >= lines * look.leading


def test_a_span_beyond_the_grid_is_cut_to_it() -> None:
    pieces, found = places(Row((cell("甲", columns=9, rows=9),)))
    assert len(pieces) == 1
    assert found["甲"][1] == 0


def test_a_cell_without_room_is_refused() -> None:
    with pytest.raises(ValueError, match="more cells"):
        places(Row((cell("甲", columns=3, rows=2),)), Row((cell("乙"),)))
