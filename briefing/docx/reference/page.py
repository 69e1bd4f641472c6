"""The page set-up of a company's file: size, margins, borders, grid, and what is on which pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from briefing.docx.opening import Element
from briefing.docx.reference.markup import R, W, measure, number, plain_tree, value

__all__ = ["Setup", "setups"]

A4 = (11_906, 16_838)
_MARGINS = {"top": 1440, "right": 1440, "bottom": 1440, "left": 1440, "header": 720, "footer": 720,
            "gutter": 0}  # fmt: skip
LEAST_TEXT = 1_700
"""Least width and height of the text area, in twips: 3 cm."""
LEAST_PAPER, MOST_PAPER = 2_000, 31_680  # Word's own bound is 22 inches


@dataclass(frozen=True, slots=True)
class Setup:
    """One section's page, in twips; ``margins`` are named as in ``w:pgMar``.

    ``references`` are relationship ids by ``header`` or ``footer`` and which pages.
    ``borders``, ``numbers`` (of the first section and of those that go on) and ``align`` are
    markup; ``start`` and ``format`` are what ``numbers`` say of the first page's; ``grid`` is (kind, pitch of lines,
    space of characters), as in ``w:docGrid``.
    """

    width: int
    height: int
    margins: Mapping[str, int]
    references: Mapping[tuple[str, str], str]
    title_page: bool
    borders: str = ""
    numbers: tuple[str, str] = ("", "")
    start: int = 1
    format: str = ""
    align: str = ""
    grid: tuple[str, int, str] | None = None

    @property
    def upright(self) -> bool:
        """Whether the page is higher than wide."""
        return self.width <= self.height

    @property
    def text_width(self) -> int:
        """The width of the text area."""
        margins = self.margins
        return self.width - margins["left"] - margins["right"] - margins["gutter"]

    def has_room(self) -> bool:
        """Whether there is paper, and room for text on it."""
        margins = self.margins
        text_height = self.height - abs(margins["top"]) - abs(margins["bottom"])
        paper = all(LEAST_PAPER <= side <= MOST_PAPER for side in (self.width, self.height))
        return paper and self.text_width >= LEAST_TEXT and text_height >= LEAST_TEXT


def setups(document: Element) -> Iterator[Setup]:
    """Yield the page set-ups of a document's sections, with headers inherited from those before."""
    references: dict[tuple[str, str], str] = {}
    for section in document.iter(W + "sectPr"):
        parent = section.getparent()
        if parent is None or parent.tag not in {W + "pPr", W + "body"}:
            continue  # what a section was, in a tracked change
        for kind in ("header", "footer"):
            for one in section.iterchildren(f"{W}{kind}Reference"):
                references[kind, value(one, "type") or "default"] = one.get(R + "id", "")
        yield _setup(section, dict(references))


def _setup(section: Element, references: Mapping[tuple[str, str], str]) -> Setup:
    size, margins = section.find(W + "pgSz"), section.find(W + "pgMar")
    found = dict(_MARGINS)
    for name, usual in _MARGINS.items():
        length = measure(value(margins, name))
        found[name] = usual if length is None else length
    title = section.find(W + "titlePg")
    grid = section.find(W + "docGrid")
    pitch = number(value(grid, "linePitch"))
    borders = section.find(W + "pgBorders")
    numbers, align = section.find(W + "pgNumType"), section.find(W + "vAlign")
    return Setup(
        width=measure(value(size, "w")) or A4[0],
        height=measure(value(size, "h")) or A4[1],
        margins=found,
        references=references,
        title_page=title is not None and value(title) not in {"0", "false", "off"},
        borders=plain_tree(borders, "w") if borders is not None else "",
        start=_start(numbers),
        format=value(numbers, "fmt"),
        numbers=_numbers(numbers),
        align=plain_tree(align, "w") if align is not None else "",
        grid=(value(grid, "type"), pitch, value(grid, "charSpace")) if pitch else None,
    )


def _start(element: Element | None) -> int:
    start = number(value(element, "start"))
    return 1 if start is None else start


def _numbers(element: Element | None) -> tuple[str, str]:
    if element is None:
        return "", ""
    first = plain_tree(element, "w")
    if W + "start" in element.attrib:
        del element.attrib[W + "start"]
    return first, plain_tree(element, "w")
