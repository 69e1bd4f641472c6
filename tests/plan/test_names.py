"""Any text as a file name, and when two names are one."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from briefing.plan.names import LIMIT, collision_key, portable_name

CASES = [
    ("sector-telecom-zh", "sector-telecom-zh"),
    ("数据安全: 2024/03", "数据安全-2024-03"),
    ("../../etc/passwd", "etc-passwd"),
    ("..", "unnamed"),
    ("", "unnamed"),
    ("\ud800", "unnamed"),
    ("CON", "_CON"),
    ("com1.report", "_com1.report"),
    ("COM¹", "_COM¹"),
    ("Lpt9 ", "_Lpt9"),
    ("console", "console"),
    ("trailing. . ", "trailing"),
    (".hidden", "hidden"),
    ("~$owner", "$owner"),
    ("-rf", "rf"),
    ("a\tb\nc\x00d", "a b cd"),
    ("abc\u202egnp.exe", "abcgnp.exe"),
    ("zero\u200bwidth\ufeff", "zerowidth"),
    ('<>:"|?*', "unnamed"),
    ("e\u0301", "é"),
    ("No. 1 / 2024", "No. 1-2024"),
]


@pytest.mark.parametrize(("text", "name"), CASES)
def test_names_are_as_expected(text: str, name: str) -> None:
    assert portable_name(text) == name


@given(st.text(max_size=300) | st.text(alphabet="汉é\u0301.- ~CON/\\", max_size=300))
@example("e\u0301" * 200)
@example("é" * 200)
@example("汉" * 200)
@example("a" + "\u0301" * 300)
@example("nul." * 60)
def test_every_text_becomes_a_portable_name(text: str) -> None:
    name = portable_name(text)
    assert 0 < len(name.encode("utf-8")) <= LIMIT
    assert not set(name) & set('<>:"/\\|?*')
    assert all(unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Zl", "Zp"} for char in name)
    assert name[0] not in " .-~"
    assert name[-1] not in " ."
    assert name.split(".")[0].strip().casefold() not in {"con", "prn", "aux", "nul", "com1", "lpt9"}
    assert unicodedata.is_normalized("NFC", name)
    assert portable_name(name) == name
    assert portable_name(unicodedata.normalize("NFD", text)) == name


def test_long_names_stay_apart() -> None:
    assert portable_name("长" * 100 + "a") != portable_name("长" * 100 + "b")


@pytest.mark.parametrize(
    ("one", "other"), [("Sector", "sEcTOR"), ("é", "e\u0301"), ("Straße", "STRASSE"), ("ﬁ", "FI")]
)
def test_names_collide_where_some_file_system_cannot_tell_them_apart(one: str, other: str) -> None:
    assert collision_key(one) == collision_key(other)


def test_different_names_do_not_collide() -> None:
    assert collision_key("电信") != collision_key("电讯")
