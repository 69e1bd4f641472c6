"""Where a line may end (UAX #14), against the Unicode data and another implementation.

``uniseg`` passes the standard's own test file; it is the oracle for our classes and
rules.  Where that file is at hand (Debian's package unicode-data, or the path in
UNICODE_LINE_BREAK_TEST), and its version is ours, each of its lines is run too.
"""

from __future__ import annotations

import os
import random
import unicodedata
from pathlib import Path

import pytest
from uniseg.db import get_handle, get_value
from uniseg.linebreak import line_break_breakables

from briefing.pdf.breaks import classes, may_break, symbol

VERSION = "LineBreakTest-16.0.0.txt"
OFFICIAL = Path(
    os.environ.get("UNICODE_LINE_BREAK_TEST", "/usr/share/unicode/auxiliary/LineBreakTest.txt")
)
SAME = {"AI": "AL", "SG": "AL", "XX": "AL", "CJ": "NS"}
SAMPLES = (
    "a1 .,:;!?()[]{}\"'«»“”‘’-–—‐…/%$€+\u00a0\u00ad\u200b\u200d\u2060\u3000"
    "国家，。、：！（）《》“”—…・々ーっ％￥한글ᄀ\u1161\u11a8กาเא\u05be👍🏽🇨🇳🇰👨❤\ufe0f\u0301\u0308◌ᬅ᭄ꦗ\t"
)


def flags(text: str) -> str:
    return may_break(classes(text))[1:]


def shown(text: str) -> str:
    """Return a text with ``|`` where a line may end."""
    return "".join(
        char + ("|" if flag == "1" else "")
        for char, flag in zip(text, flags(text) + "0", strict=True)
    )


def test_every_character_has_the_class_of_the_standard() -> None:
    handle = get_handle("Line_Break")
    wrong = []
    for code in (*range(0x20000), *range(0xE0000, 0xE0200)):
        char = chr(code)
        category = unicodedata.category(char)
        # What this Python does not know yet, it cannot tell from a mark.
        if category in ("Cn", "Cs"):
            continue
        name = get_value(handle, code) or "XX"
        if name == "SA":
            name = "CM" if category in ("Mn", "Mc") else "AL"
        if name == "QU":
            name = {"Pi": "QI", "Pf": "QF"}.get(category, "QU")
        name = {"\u2010": "HH", "\u25cc": "DC"}.get(char, SAME.get(name, name))
        if classes(char) not in (symbol(name), symbol(f"{name}w")):
            wrong.append(f"U+{code:04X} {name}")
    assert not wrong


def test_rules_agree_with_another_implementation_on_random_texts() -> None:
    chance = random.Random(14)
    differ = []
    for _ in range(700):
        text = "".join(chance.choice(SAMPLES) for _ in range(chance.randint(2, 18)))
        ours, theirs = flags(text), "".join(map(str, line_break_breakables(text)))[1:]
        if ours != theirs:
            differ.append((text, ours, theirs))
    assert not differ


def test_the_standards_own_test() -> None:
    if not OFFICIAL.is_file():
        pytest.skip("the Unicode file LineBreakTest.txt is not on this machine")
    rows = OFFICIAL.read_text("utf-8").splitlines()
    if VERSION not in rows[0]:
        pytest.skip(f"{rows[0].strip('# ')} is not {VERSION}")
    wrong = []
    for row in rows:
        cells = row.partition("#")[0].split()
        if cells:
            text = "".join(chr(int(code, 16)) for code in cells[1::2])
            if flags(text) != "".join("1" if sign == "÷" else "0" for sign in cells[2:-1:2]):
                wrong.append(row)
    assert not wrong


@pytest.mark.parametrize(
    "text",
    [
        "국|제 |협|력|을 |위|한|다",
        "ภาษาไทยไม่มีช่องว่าง",
        "👨‍👩‍👧|👍🏽|🇨🇳|🇰🇷|❤️",
        "e\u0301a\u0308",
        "100\u00a0km|国|家",
        "a\u2060b|国\u2060家",
        "a\u200b|b",
        "soft\u00ad|ly",
        "(a) |“b” |c—|d",
        "3.5% |$5 |10,000|元",
        "state-|of-|the-|art",
        "国|（家）|国，|家",
        "てっ|て々|国",
    ],
)
def test_scripts(text: str) -> None:
    # U+2014 may begin a line in the standard; Chinese typesetting forbids it (see atoms).
    assert shown(text.replace("|", "")).replace("|—", "—") == text


def test_long_runs_are_cut_as_short_ones() -> None:
    assert flags("国" * 3000) == "1" * 2999
    assert flags("a" * 3000) == "0" * 2999
    assert flags("“" * 300) == "0" * 299
