"""Lines: what stands on them, where they end, how wide they are (W3C CLREQ, 3.1)."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from setting import modern, typesetter

from briefing.document import Text
from briefing.pdf.atoms import CLOSING, HALF_CLOSING, OPENING, Kind
from briefing.pdf.lines import compose_lines

HAN = "国家人工智能安全数据提案建议一二三"
LATIN = ["AI", "2024", "3.5%", "cyber", "GB/T", "https://example.com/a/b?c=d", "R&D", "e-mail"]
PIECES = st.one_of(
    st.text(HAN, min_size=1, max_size=8),
    st.sampled_from(LATIN),
    st.sampled_from([*"，。；：、？！", "……", "——", "·"]),
    st.builds("《{}》".format, st.text(HAN, min_size=1, max_size=5)),
    st.builds("“{}”".format, st.text(HAN, min_size=1, max_size=5)),
    st.builds("（{}）".format, st.sampled_from([*LATIN, "编者判断"])),
    st.just(" "),
)
TEXTS = st.lists(PIECES, min_size=1, max_size=40).map("".join)
WIDTHS = st.floats(60, 480)


def lines_of(text: str, width: float, align: str = "justify", language: str = "zh"):
    setter = typesetter(language)
    look = modern().paragraph("body", language)
    return compose_lines(setter.atoms((Text(text),), look), width, align), look


def words(line) -> str:
    return "".join(atom.text for _, atom in line.atoms)


@settings(max_examples=400)
@given(TEXTS, WIDTHS)
@example("——", 60.0)
@example("《《《国》》》", 60.0)
@example("https://example.com/" + "a" * 300, 100.0)
@example("国" * 500, 61.5)
def test_nothing_is_lost_and_nothing_is_added(text: str, width: float) -> None:
    lines, _ = lines_of(text, width)
    assert "".join(words(line) for line in lines).replace(" ", "") == text.replace(" ", "")


@settings(max_examples=400)
@given(TEXTS, WIDTHS, st.sampled_from(["left", "justify", "right", "center"]))
@example("国，" * 40, 100.0, "justify")
def test_no_line_is_wider_than_the_measure(text: str, width: float, align: str) -> None:
    lines, look = lines_of(text, width, align)
    for line in lines:
        for at, atom in line.atoms:
            # A full-width mark at the end may hang over by its empty half.
            over = look.size / 2 if atom.mark else 0
            assert at >= -look.size / 2 - 0.01
            assert at + atom.width <= width + over + 0.01


@settings(max_examples=400)
@given(TEXTS, st.floats(150, 480))
def test_no_line_begins_with_a_closing_or_ends_with_an_opening_mark(
    text: str, width: float
) -> None:
    lines, _ = lines_of("起" + text, width)
    for line in lines[1:]:
        if line.atoms:
            assert line.atoms[0][1].kind is not Kind.CLOSE, words(line)
    for line in lines[:-1]:
        if line.atoms:
            assert line.atoms[-1][1].kind is not Kind.OPEN, words(line)


@settings(max_examples=400)
@given(TEXTS, WIDTHS)
def test_atoms_do_not_stand_on_one_another(text: str, width: float) -> None:
    lines, look = lines_of(text, width)
    for line in lines:
        for (at, atom), (following, _) in zip(line.atoms, line.atoms[1:], strict=False):
            # Two marks in a row give up half an em between them.
            assert following >= at + atom.width - look.size / 2 - 0.01


def test_a_justified_line_reaches_the_measure() -> None:
    lines, _ = lines_of("国家人工智能，安全数据提案。" * 12, 300)
    for line in lines[:-1]:
        at, atom = line.atoms[-1]
        hang = atom.width / 2 if atom.mark else 0
        assert at + atom.width - hang == pytest.approx(300, abs=hang + 0.01)


@pytest.mark.parametrize("mark", [*"，。、；：？！）》”’】", *HALF_CLOSING])
def test_a_closing_mark_never_begins_a_line(mark: str) -> None:
    for count in range(8, 16):
        lines, _ = lines_of("国" * count + mark + "家" * 30, 105)
        assert all(words(line)[0] != mark for line in lines[1:])


@pytest.mark.parametrize("mark", "（《“‘【")
def test_an_opening_mark_never_ends_a_line(mark: str) -> None:
    for count in range(8, 16):
        lines, _ = lines_of("国" * count + mark + "家" * 30, 105)
        assert all(words(line)[-1] != mark for line in lines[:-1])


def test_a_dash_and_an_ellipsis_are_never_cut() -> None:
    for count in range(5, 14):
        for mark in ("——", "……"):
            lines, _ = lines_of("国" * count + mark + "家" * 20, 105)
            assert sum(mark in words(line) for line in lines) == 1


def test_chinese_and_latin_stand_a_quarter_of_an_em_apart() -> None:
    lines, look = lines_of("国AI家", 300, "left")
    (_, han), (latin, word), (last, _) = lines[0].atoms
    assert latin - han.width == pytest.approx(look.size / 4)
    assert last - latin - word.width == pytest.approx(look.size / 4)


def test_two_marks_in_a_row_give_up_the_space_between_them() -> None:
    lines, look = lines_of("国），家", 300, "left")
    places = [at for at, _ in lines[0].atoms]
    assert places[2] - places[1] == pytest.approx(look.size / 2)


def test_the_last_line_does_not_hold_one_character_alone() -> None:
    for count in range(20, 60):
        lines, _ = lines_of("国" * count + "。", 105)
        solid = [c for c in words(lines[-1]) if c not in CLOSING + OPENING]
        assert len(lines) == 1 or len(solid) > 1


def test_a_word_that_is_wider_than_the_measure_is_cut() -> None:
    lines, _ = lines_of("a" * 200, 60, language="en")
    assert len(lines) > 5
    assert "".join(words(line) for line in lines) == "a" * 200


def test_an_address_breaks_after_its_joints() -> None:
    url = "https://example.com/one/two-three/four?five=six&seven=eight"
    lines, _ = lines_of(url, 120, "left", "en")
    assert all(words(line)[-1] in "/-?&=" for line in lines[:-1])
