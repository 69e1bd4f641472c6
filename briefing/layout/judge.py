"""What was measured against the standard: deviations, worst first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from briefing.layout import standard
from briefing.layout.model import Body, Deviation, Measured, PageNumber, Sheet, Stretch
from briefing.problems import Severity

__all__ = ["judge"]

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE

SAME_SIZE = 0.3
"""By how many points sizes may differ and still be one: 15.8 points pass as 三号."""
INSET = (8.0, 22.0)
"""One character in (空一字), with room for the character's own blank, in points."""
NUMBER = "— {page} —"


def judge(found: Measured) -> list[Deviation]:
    """Return the deviations of a measured file from GB/T 9704-2012, worst first."""
    made = [*_sheets(found), *_numbers(found)]
    if found.chinese:
        if found.body is not None:
            made += _body(found.body)
            made += _stretches(found, found.body)
        made += _titles(found)
        made += _headings(found)
    else:
        made.append(
            Deviation(
                NOTE,
                "layout-language",
                "language of the text",
                "Chinese",
                "another, so that type, grid and headings are not judged",
            )
        )
    order = {ERROR: 0, WARNING: 1, NOTE: 2}
    return sorted(_gathered(made), key=lambda one: order[one.severity])


def _gathered(made: Iterable[Deviation]) -> Iterator[Deviation]:
    """Yield every deviation once, with the first of its places and how many there are."""
    places: dict[Deviation, list[str]] = {}
    for one in made:
        places.setdefault(replace(one, place=""), []).append(one.place)
    for one, where in places.items():
        first = where[0]
        if len(where) > 1 and first:
            first = f"{len(where)} times, first {first}"
        yield replace(one, place=first)


def _sheets(found: Measured) -> Iterator[Deviation]:
    room = standard.TOLERANCE + found.precision
    for sheet in found.sheets:
        width, height = standard.PAPER
        if abs(sheet.width - width) > room or abs(sheet.height - height) > room:
            yield Deviation(
                ERROR,
                "layout-paper",
                "paper",
                f"{_mm(width)} × {_mm(height)} (A4)",
                f"{_mm(sheet.width)} × {_mm(sheet.height)}",
                sheet.place,
            )
        yield from _margins(sheet, room)


def _margins(sheet: Sheet, room: float) -> Iterator[Deviation]:
    for code, what, expected, measured in (
        ("top", "top margin (天头)", standard.TOP, sheet.top),
        ("left", "left margin (订口)", standard.LEFT, sheet.left),
        ("right", "right margin", standard.RIGHT, sheet.right),
        ("bottom", "bottom margin", standard.BOTTOM, sheet.bottom),
    ):
        if abs(measured - expected) > room:
            yield Deviation(
                ERROR, f"layout-margin-{code}", what, _mm(expected), _mm(measured), sheet.place
            )


def _body(body: Body) -> Iterator[Deviation]:
    yield from _face("body", "type of the text", body.face, "仿宋", "")
    if abs(body.size - standard.SIZE) > SAME_SIZE:
        yield Deviation(
            ERROR, "layout-body-size", "size of the text", _pt(standard.SIZE), _pt(body.size)
        )
    if body.lines != standard.LINES:
        yield Deviation(
            ERROR,
            "layout-lines",
            "lines to a page",
            f"{standard.LINES}",
            f"{body.lines} ({_pt(body.line)} from line to line)",
        )
    if body.characters != standard.CHARACTERS:
        yield Deviation(
            ERROR,
            "layout-characters",
            "characters to a line",
            f"{standard.CHARACTERS}",
            f"{body.characters} ({_pt(body.character)} from character to character)",
        )


def _face(
    code: str, what: str, measured: str, expected: str, place: str, severity: Severity = ERROR
) -> Iterator[Deviation]:
    kind = standard.stands_for(measured, expected)
    if kind == "stand-in":
        severity = NOTE
        measured = f"{measured}, which stands in for it"
    if kind != "itself":
        yield Deviation(severity, f"layout-{code}-face", what, expected, measured, place)


def _stretches(found: Measured, body: Body) -> Iterator[Deviation]:
    """Say of the text beside the headings what is set in other type, or not indented."""
    others: Counter[tuple[str, float]] = Counter()
    first: dict[tuple[str, float], str] = {}
    unindented: list[Stretch] = []
    for one in found.stretches:
        if one.kind != "text":
            continue
        if abs(one.size - body.size) > SAME_SIZE or (one.face and one.face != body.face):
            others[one.face, one.size] += 1
            first.setdefault((one.face, one.size), one.place)
        elif one.indent is not None and abs(one.indent - 2) > 0.1:
            unindented.append(one)
    for (face, size), count in others.items():
        yield Deviation(
            NOTE,
            "layout-other-type",
            "type of text",
            f"{body.face} {_pt(body.size)}",
            f"{face or 'another face'} {_pt(size)}",
            f"{count} times, first {first[face, size]}" if count > 1 else first[face, size],
        )
    if unindented:
        shown = unindented[0]
        yield Deviation(
            WARNING,
            "layout-indent",
            "first line's indent",
            "2 characters",
            f"{shown.indent:.3g} characters",
            f"{len(unindented)} times, first {shown.place}",
        )


def _titles(found: Measured) -> Iterator[Deviation]:
    titles = [one for one in found.stretches if one.kind == "title"]
    if not titles:
        expected = f"小标宋 {_pt(standard.TITLE_SIZE)}, centred"
        yield Deviation(WARNING, "layout-title", "title", expected, "none found")
    for one in titles:
        yield from _face("title", "type of the title", one.face, "小标宋", one.place)
        if abs(one.size - standard.TITLE_SIZE) > SAME_SIZE:
            expected = _pt(standard.TITLE_SIZE)
            yield Deviation(
                ERROR, "layout-title-size", "size of the title", expected, _pt(one.size), one.place
            )
        if one.align != "center":
            yield Deviation(
                WARNING,
                "layout-title-place",
                "place of the title",
                "centred",
                one.align or "elsewhere",
                one.place,
            )


def _headings(found: Measured) -> Iterator[Deviation]:
    for one in found.stretches:
        if not one.kind.startswith("heading"):
            continue
        level = int(one.kind[-1])
        face, number = standard.HEADINGS[level - 1]
        what = f"of headings of level {level}"
        place = f"{one.place}, “{_short(one.text)}”"
        yield from _face(f"heading{level}", f"type {what}", one.face, face, place)
        if abs(one.size - standard.SIZE) > SAME_SIZE:
            yield Deviation(
                ERROR,
                f"layout-heading{level}-size",
                f"size {what}",
                _pt(standard.SIZE),
                _pt(one.size),
                place,
            )
        if one.number.replace("．", ".") != number:
            yield Deviation(
                WARNING,
                f"layout-heading{level}-number",
                f"number {what}",
                _example(number),
                _example(one.number) or "none",
                place,
            )


def _numbers(found: Measured) -> Iterator[Deviation]:
    if not found.numbers:
        yield Deviation(ERROR, "layout-page-number", "page number", _example(NUMBER), "none found")
        return
    room = standard.TOLERANCE + found.precision
    for one in found.numbers:
        if _squeezed(one.text) != _squeezed(NUMBER):
            yield Deviation(
                ERROR,
                "layout-page-number-form",
                "form of the page number",
                _example(NUMBER),
                _example(one.text),
                one.place,
            )
        if abs(one.size - standard.NUMBER_SIZE) > SAME_SIZE:
            expected = _pt(standard.NUMBER_SIZE)
            yield Deviation(
                ERROR,
                "layout-page-number-size",
                "size of the page number",
                expected,
                _pt(one.size),
                one.place,
            )
        if found.chinese:
            what = "type of the page number"
            yield from _face("page-number", what, one.face, "宋体", one.place, WARNING)
        yield from _outside(one)
        if abs(one.gap - standard.NUMBER_GAP) > room:
            yield Deviation(
                WARNING,
                "layout-page-number-gap",
                "page number under the text area",
                _mm(standard.NUMBER_GAP),
                _mm(one.gap),
                one.place,
            )


def _outside(number: PageNumber) -> Iterator[Deviation]:
    expected = "left" if number.pages == "even" else "right"
    if number.pages == "all" or number.side != expected:
        measured = f"{number.side} on {number.pages} pages"
        yield Deviation(
            WARNING,
            "layout-page-number-side",
            "side of the page number",
            "right on odd pages, left on even ones",
            measured,
            number.place,
        )
    elif not INSET[0] <= number.inset <= INSET[1]:
        yield Deviation(
            WARNING,
            "layout-page-number-inset",
            "page number in from the edge of the text",
            "one character (14 pt)",
            _pt(number.inset),
            number.place,
        )


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def _example(pattern: str) -> str:
    """Return a pattern with numbers in it."""
    return (
        pattern.replace("{han}", "一").replace("{n}", "1").replace("{page}", "1").replace("．", ".")
    )


def _short(text: str) -> str:
    return text if len(text) <= 12 else f"{text[:11]}…"


def _mm(length: float) -> str:
    return f"{round(length, 1):g} mm"


def _pt(length: float) -> str:
    return f"{round(length, 2):g} pt"
