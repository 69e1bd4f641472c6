"""Colours of charts: told apart without colour vision, in grey, and under their numbers.

Colour vision deficiencies are simulated after Machado, Oliveira and Fernandes (2009) at full
severity; differences are distances in CIELAB (1976), D65.
"""

from __future__ import annotations

from itertools import combinations, pairwise
from pathlib import Path

import pytest
import yaml

from briefing.style import Style, read_style
from briefing.style.colours import contrast, ink_on, luminance, tint
from briefing.style.model import ChartLook

ROOT = Path(__file__).resolve().parents[2]
STYLES = sorted(path.stem for path in (ROOT / "templates" / "styles").glob("*.yaml"))

VISION = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
LEAST = {"normal": 25, "protanopia": 25, "deuteranopia": 25, "tritanopia": 12}
"""Differences that two areas side by side must have; 2.3 is about the least one can see."""
STEP = 7
"""Least step in lightness (L*, 0 to 100) between any two colours when printed in grey."""


def linear(colour: str) -> tuple[float, ...]:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return tuple(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)


def seen(colour: str, vision: str) -> tuple[float, ...]:
    """Return how a colour is seen, in CIELAB."""
    rgb = [
        min(1.0, max(0.0, sum(a * b for a, b in zip(row, linear(colour), strict=True))))
        for row in VISION[vision]
    ]
    to_xyz = (
        (0.4124564, 0.3575761, 0.1804375),
        (0.2126729, 0.7151522, 0.0721750),
        (0.0193339, 0.1191920, 0.9503041),
    )
    white = (0.95047, 1.0, 1.08883)
    x, y, z = (
        value ** (1 / 3) if value > 216 / 24389 else (24389 / 27 * value + 16) / 116
        for value in (
            sum(a * b for a, b in zip(row, rgb, strict=True)) / w
            for row, w in zip(to_xyz, white, strict=True)
        )
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(one: str, other: str, vision: str) -> float:
    pairs = zip(seen(one, vision), seen(other, vision), strict=True)
    return sum((a - b) ** 2 for a, b in pairs) ** 0.5


def lightness(colour: str) -> float:
    return seen(colour, "normal")[0]


def style(name: str) -> Style:
    found, problems = read_style(name, [ROOT / "templates"])
    assert found is not None, problems
    return found


def themes() -> tuple[str, ...]:
    plan = yaml.safe_load((ROOT / "seeds" / "briefing.yaml").read_text(encoding="utf-8"))
    return tuple(term["colour"] for term in plan["vocabularies"]["themes"])


PALETTES = {
    **{f"{name}.yaml": style(name).chart.palette for name in STYLES},
    "themes of the seeds": themes(),
}
TINTS = {
    **{f"{name}.yaml": style(name).chart.tints for name in STYLES},
    "default": ChartLook.model_fields["tints"].default,
}


def test_the_simulation_sees_what_such_eyes_see() -> None:
    red, green, yellow = "#C00000", "#6A7A00", "#E8E000"
    for vision in ("protanopia", "deuteranopia"):
        assert difference(red, green, vision) < difference(red, green, "normal") / 2
        assert difference(red, yellow, vision) > 50
    assert round(lightness("#777777")) == 50


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("name", PALETTES)
def test_series_are_told_apart_with_any_colour_vision(name: str, vision: str) -> None:
    found = {
        (one, other): round(difference(one, other, vision), 1)
        for one, other in combinations(PALETTES[name], 2)
    }
    assert {pair: value for pair, value in found.items() if value < LEAST[vision]} == {}


@pytest.mark.parametrize("name", PALETTES)
def test_series_are_told_apart_in_grey(name: str) -> None:
    steps = [b - a for a, b in pairwise(sorted(map(lightness, PALETTES[name])))]
    assert min(steps) >= STEP


@pytest.mark.parametrize("name", PALETTES)
def test_numbers_read_on_their_bars(name: str) -> None:
    for fill in PALETTES[name]:
        assert contrast(ink_on(fill), fill) >= 4.5


@pytest.mark.parametrize("name", TINTS)
def test_tints_darken_in_clear_steps_under_readable_text(name: str) -> None:
    tints = TINTS[name]
    steps = [a - b for a, b in pairwise(map(lightness, ("#FFFFFF", *tints)))]
    assert min(steps[1:]) >= STEP
    assert steps[0] > 4
    assert max(lightness(colour) for colour in tints) < 96
    for style_name in STYLES:
        for look in ("table-text", "table-text@en"):
            text = style(style_name).paragraphs.get(look)
            if text is not None:
                assert min(contrast(text.colour, colour) for colour in tints) >= 4.5


def test_luminance_and_contrast_follow_wcag() -> None:
    assert luminance("#000000") == 0
    assert luminance("#FFFFFF") == pytest.approx(1)
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_a_tint_grows_with_its_number() -> None:
    tints = ("#000001", "#000002", "#000003")
    assert [tint(tints, share / 6) for share in range(1, 7)] == [
        tints[0], tints[0], tints[1], tints[1], tints[2], tints[2],
    ]  # fmt: skip
    assert tint(tints, 1e-12) == tints[0]
