"""Headers and footers that a person changed: they follow from the issue's data, and stay so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from briefing.document import Heading, inline_text
from briefing.docx import write
from briefing.docx.read import read
from briefing.problems import Place, Problem, Severity

if TYPE_CHECKING:
    from briefing.docx.read.reading import Reading
    from briefing.style import Style

__all__ = ["running_texts_lost"]


def running_texts_lost(reading: Reading, style: Style, shown: str) -> Iterator[Problem]:
    """Yield each running text of a file that a PDF or the next build won't have."""
    expected = _expected(reading, style)
    told: set[str] = set()
    built: frozenset[tuple[str, str]] | None = None
    for kind, text in reading.running:
        plain = _plain(text)
        if plain in expected[kind] or not any(char.isalnum() for char in plain) or plain in told:
            continue
        built = _built(reading, style) if built is None else built
        if (kind, plain) in built:
            continue
        told.add(plain)
        what = f"the {kind} says “{' '.join(text.split())[:60]}”"
        if reading.base is None:
            message, hint = f"{what}, which cannot be carried over", None
        else:
            message = f"{what}: it was changed in the file, and cannot be carried over"
            hint = "what stands there follows from `issue` in briefing.yaml: change it there"
        yield Problem("not-carried-over", message, Place(shown), hint, Severity.WARNING)


def _expected(reading: Reading, style: Style) -> dict[str, set[str]]:
    """Return what a header and a footer of the file as it was built may say, without spaces."""
    if reading.base is None:
        return {"header": set(), "footer": set()}
    base = reading.base
    left, right = base.meta.header
    sections = [
        f"{block.number or ''}{inline_text(block.children)}"
        for block in base.blocks
        if isinstance(block, Heading)
    ]
    # Where no field shows the section, a program has put its words in the field's place.
    headers = {_plain(left + right), *(_plain(left + words) for words in sections)}
    numbers = style.word(base.meta.language).page.replace("{page}", "").replace("{pages}", "")
    return {"header": headers, "footer": {_plain(numbers), _plain(base.meta.footer + numbers)}}


def _built(reading: Reading, style: Style) -> frozenset[tuple[str, str]]:
    """Return what the headers and footers of the file say when it is built, without spaces.

    On a company's letterhead that is more than the issue's own words.
    """
    if reading.base is None or style.reference is None:
        return frozenset()
    again = read(write(reading.base, style))
    return frozenset((kind, _plain(text)) for kind, text in again.running)


def _plain(text: str) -> str:
    return "".join(text.split())
