"""Lines: what stands on them, where they end, how wide they are (W3C CLREQ, 3.1)."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from setting import modern, typesetter

from briefing.document import Footnote, Text
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
    assert "".join(words(line) for line in lines) == text


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


# ── Scripts other than Chinese ─────────────────────────────────────────────


def read(text: str, width: float, align: str = "left", language: str = "en") -> list[str]:
    return [words(line) for line in lines_of(text, width, align, language)[0]]


@pytest.mark.parametrize("space", "\u00a0\u202f\u2007")
def test_no_line_ends_at_a_no_break_space(space: str) -> None:
    for count in range(1, 30):
        lines = read("国" * count + f"约10{space}km，" + "家" * 9, 110, "justify", "zh")
        assert any(f"10{space}km" in line for line in lines)


def test_a_no_break_space_stretches_as_a_space_does() -> None:
    lines, _ = lines_of("one two\u00a0three four five six seven", 120, "justify", "en")
    atoms = lines[0].atoms
    gaps = [
        atoms[index + 1][0] - at - atom.width
        for index, (at, atom) in enumerate(atoms[:-1])
        if atom.kind is Kind.SPACE
    ]
    assert gaps
    assert gaps == pytest.approx([gaps[0]] * len(gaps))


def test_a_line_may_end_at_a_zero_width_space_and_not_at_a_word_joiner() -> None:
    assert read("abcdefgh\u200bijklmnop", 50) == ["abcdefgh\u200b", "ijklmnop"]
    assert read("ab cd\u2060ef", 28) == ["ab ", "cd\u2060ef"]


def test_thai_without_a_dictionary_breaks_only_where_it_must() -> None:
    word = "ภาษาไทยไม่มีช่องว่าง"
    assert read(f"one {word} two", 200) == [f"one {word} two"]
    pieces = read(word, 60)
    assert len(pieces) > 1
    # Never before a vowel sign or a tone mark.
    assert not any(unicodedata.category(piece[0]) == "Mn" for piece in pieces)


def test_emoji_sequences_stay_whole() -> None:
    parts = ["👨‍👩‍👧", "👍🏽", "🇨🇳", "🇰🇷"]
    for width in range(12, 80, 3):
        for line in read("".join(parts), width):
            assert line in "".join(parts)
            assert line[0] not in "\u200d\U0001f3fd\U0001f1f3\U0001f1f7"


def test_korean_breaks_between_syllables_and_takes_no_gap_beside_latin() -> None:
    lines, _ = lines_of("한국어 AI는 좋다", 300, "left", "ko")
    atoms = lines[0].atoms
    for (at, atom), (following, _) in pairwise(atoms):
        assert following == pytest.approx(at + atom.width)
    assert len(read("국제협력을위한다", 40, "left", "ko")) > 1


def test_a_combining_mark_stays_with_its_letter() -> None:
    for piece in read("e\u0301" * 60, 61):
        assert piece[0] == "e"


def test_what_is_read_keeps_its_words_apart() -> None:
    lines = read("one two three four five six seven eight nine ten", 100)
    assert len(lines) > 1
    assert all(line.endswith(" ") for line in lines[:-1])


# ── Hyphens ────────────────────────────────────────────────────────────────

LONG = (
    "recommendations concerning international telecommunications infrastructure necessitate "
    "comprehensive cybersecurity considerations throughout organizations worldwide"
)


def hyphened(lines) -> list[tuple[str, str]]:
    """Return what stands before and after each hyphen that a line's end made."""
    return [
        (words(line), words(following))
        for line, following in pairwise(lines)
        if line.atoms and line.atoms[-1][1].text in ("", "\u00ad")
    ]


def test_words_are_hyphenated_by_pattern() -> None:
    found = [
        pair
        for width in range(110, 240, 10)
        for pair in hyphened(lines_of(LONG, width, "justify", "en")[0])
    ]
    assert found
    for before, after in found:
        left, right = before.split(" ")[-1], after.split(" ")[0]
        assert left + right in LONG.split(" ")
        assert len(left) >= 2
        assert len(right) >= 3
    assert ("telecom", "munications") in [(b.split(" ")[-1], a.split(" ")[0]) for b, a in found]


def test_a_hyphen_is_drawn_and_read_as_a_soft_hyphen() -> None:
    lines, _ = lines_of(LONG, 150, "justify", "en")
    hyphens = [line.atoms[-1][1] for line in lines if line.atoms[-1][1].text == ""]
    assert hyphens
    for atom in hyphens:
        assert atom.width > 0
        assert [glyph.text for _, glyph, _ in atom.glyphs] == ["\u00ad"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (LONG, "zh"),
        (LONG.upper(), "en"),
        (LONG.title(), "en"),
        ("often " * 30, "en"),
        ("https://example.com/recommendations/telecommunications " * 4, "en"),
    ],
)
def test_names_short_words_addresses_and_other_languages_are_not(text: str, language: str) -> None:
    for width in range(150, 260, 10):
        assert not hyphened(lines_of(text, width, "justify", language)[0])


def test_a_paragraphs_last_word_is_not() -> None:
    for width in range(100, 200, 5):
        for _, after in hyphened(
            lines_of("the state of telecommunications", width, "justify", "en")[0]
        ):
            assert " " in after


def test_headings_are_not() -> None:
    look = modern().paragraph("heading2", "en")
    for width in range(150, 300, 10):
        atoms = typesetter("en").atoms((Text(LONG),), look)
        assert not hyphened(compose_lines(atoms, width, "left"))


def test_a_soft_hyphen_is_seen_only_where_a_line_ends() -> None:
    assert read("re\u00adcom\u00admend", 200) == ["re\u00adcom\u00admend"]
    lines, _ = lines_of("我们建议recom\u00admendation吧", 95, "left", "zh")
    assert [words(line) for line in lines] == ["我们建议recom\u00ad", "mendation吧"]
    assert lines[0].atoms[-1][1].width > 0


def test_lines_in_a_row_seldom_end_in_hyphens() -> None:
    text = (
        "The proposal asks the ministries to set up one platform for online identity, so that "
        "companies need no longer collect personal information on their own, and recommends "
        "regulations that make telecommunications operators responsible for the consequences. "
    )
    found = ""
    for width in range(200, 340, 10):
        lines, _ = lines_of(text * 3, width, "justify", "en")
        found += "".join("-" if line.atoms[-1][1].text == "" else "." for line in lines) + "."
    assert "-" in found
    assert "---" not in found
    assert found.count("--") * 10 < found.count("-")


# ── Spreading ──────────────────────────────────────────────────────────────


def spaces_of(line) -> list[tuple[str, str, float]]:
    return [
        (before.text, after.text, following - at - before.width)
        for (at, before), (following, after) in pairwise(line.atoms)
    ]


def test_gaps_between_scripts_stay_between_an_eighth_and_a_half_while_chinese_is_tight() -> None:
    seen = set()
    for count in range(14, 34):
        lines, look = lines_of(
            "国" * count + "用AI与5G做" + "家" * 40 + "与AI和5G及IT或4G" * 8, 310
        )
        for line in lines[:-1]:
            found = spaces_of(line)
            autos = [gap for a, b, gap in found if a.isascii() != b.isascii()]
            tight = [gap for a, b, gap in found if not a.isascii() and not b.isascii()]
            for gap in autos:
                assert gap >= look.size / 8 - 0.01
                assert gap <= look.size / 2 + max(tight, default=0) + 0.01
                assert gap >= max(tight, default=0)
                seen.add(round(gap / look.size, 3))
    assert min(seen) < 0.24
    assert max(seen) > 0.26


def test_latin_letters_are_never_spread() -> None:
    setter = typesetter("en")
    look = modern().paragraph("body", "en")
    atoms = setter.atoms((Text("see a well-known state-of-the-art R&D " * 5),), look)
    for line in compose_lines(atoms, 230, "justify")[:-1]:
        for before, after, gap in spaces_of(line):
            assert gap == pytest.approx(0, abs=0.01) or before.isspace(), (before, after)


def test_a_number_keeps_its_unit_where_it_costs_nothing() -> None:
    for count in range(20, 60):
        for number in ("5年", "第3", "第十", "15项"):
            lines = read("国" * count + number + "家" * 40, 400, "justify", "zh")
            assert any(number in line for line in lines), count


def test_a_last_line_is_not_one_short_word() -> None:
    text = "the committee recommends that all of the telecom operators share what they know of it"
    for width in range(120, 420, 5):
        for align in ("left", "justify"):
            lines = read(text, width, align)
            assert len(lines) == 1 or lines[-1].strip() != "it"


def test_a_word_is_kerned_as_one_though_a_line_may_end_in_it() -> None:
    whole = typesetter("en")
    look = modern().paragraph("body", "en")
    (one,) = whole.atoms((Text("AVATAR"),), look)
    two = whole.atoms((Text("TO-AVATAR"),), look)
    assert len(two) == 2
    assert two[1].width == pytest.approx(one.width)
    assert one.width < sum(whole.atoms((Text(char),), look)[0].width for char in "AVATAR")


def test_a_notes_mark_stays_with_its_word() -> None:
    look = modern().paragraph("body", "zh")
    for count in range(8, 30):
        note = Footnote(blocks=(), id="n", number=12)
        inlines = (Text("国" * count), note, Text("家" * 40))
        for line in compose_lines(typesetter().atoms(inlines, look), 210, "justify")[1:]:
            assert line.atoms[0][1].text != "12"
