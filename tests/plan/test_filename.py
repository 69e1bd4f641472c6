"""Patterns for file names."""

from __future__ import annotations

import pytest

from briefing.plan.filename import AXES, PLACEHOLDERS, default_pattern, faults, fill

WRONG = [
    ("{sectr}", "unknown-placeholder", (0, 7)),
    ("x-{theme}", "unknown-placeholder", (2, 7)),
    ("{brief!r}", "bad-filename", (0, 7)),
    ("{brief:>9}", "bad-filename", (0, 7)),
    ("{brief.__class__}", "unknown-placeholder", (0, 17)),
    ("{}", "unknown-placeholder", (0, 2)),
    ("{0}", "unknown-placeholder", (0, 3)),
    ("a/{brief}", "bad-filename", (1, 1)),
    ("a\\{brief}", "bad-filename", (1, 1)),
    ("{brief", "bad-filename", (0, 1)),
    ("brief}", "bad-filename", (5, 1)),
]


@pytest.mark.parametrize(("pattern", "code", "at"), WRONG)
def test_a_wrong_pattern_is_reported_with_its_place(
    pattern: str, code: str, at: tuple[int, int]
) -> None:
    (fault,) = faults(pattern, "sector")
    assert fault.code == code
    assert (fault.start, fault.width) == at
    assert fault.hint


@pytest.mark.parametrize("name", [*PLACEHOLDERS, "sector"])
def test_every_placeholder_is_known(name: str) -> None:
    assert faults("{" + name + "}", "sector") == []


@pytest.mark.parametrize("axis", AXES)
def test_an_axis_is_known_where_briefs_are_grouped_by_it(axis: str) -> None:
    assert faults("{" + axis + "}", axis) == []


@pytest.mark.parametrize("grouped", [True, False])
def test_the_default_pattern_is_right(grouped: bool) -> None:
    assert faults(default_pattern(grouped=grouped), "sector") == []


def test_values_cannot_leave_the_folder() -> None:
    assert fill("{issue}-{{x}}", {"issue": "../../第1/2期"}) == "第1-2期-{x}"


def test_braces_in_a_value_are_only_braces() -> None:
    assert fill("{group}", {"group": "{brief}", "brief": "no"}) == "{brief}"
