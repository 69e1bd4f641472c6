"""Pieces to pages: what stays together, where a table goes on, which page a target is on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from briefing.pdf.pieces import Piece, TableHead

__all__ = ["Page", "make_pages", "targets"]


@dataclass(slots=True)
class Page:
    """A page: pieces with the distance of each from the top of the text area."""

    placed: list[tuple[float, Piece]] = field(default_factory=list)
    used: float = 0.0


def make_pages(
    pieces: Sequence[Piece], height: float, continued: Callable[[], Piece]
) -> list[Page]:
    """Return the pages; ``continued`` makes the line that stands over a table that goes on."""
    pages = [Page()]
    index = 0
    while index < len(pieces):
        if pieces[index].new_page:
            if pages[-1].placed:
                pages.append(Page())
            index += 1
            continue
        end = index + 1
        while end < len(pieces) and pieces[end - 1].keep and not pieces[end].new_page:
            end += 1
        chain = pieces[index:end]
        _place(chain, pages, height, continued)
        index = end
    return pages


def _place(
    chain: Sequence[Piece], pages: list[Page], height: float, continued: Callable[[], Piece]
) -> None:
    page = pages[-1]
    if page.placed and page.used + _height(chain, page) > height:
        alone = _height(chain, Page())
        if alone + _head_height(chain[0].head) <= height:
            pages.append(Page())
    for piece in chain:
        page = pages[-1]
        if page.placed and page.used + _gap(page, piece) + piece.height > height:
            page = Page()
            pages.append(page)
        if not page.placed and len(pages) > 1 and piece.head is not None:
            _repeat(piece.head, page, continued)
        top = page.used + _gap(page, piece)
        page.placed.append((top, piece))
        page.used = top + piece.height


def _gap(page: Page, piece: Piece) -> float:
    """Return the space above a piece: none at the top of a page."""
    return max(page.placed[-1][1].after, piece.before) if page.placed else 0.0


def _height(chain: Sequence[Piece], page: Page) -> float:
    total = _gap(page, chain[0]) + chain[0].height
    for above, piece in pairwise(chain):
        total += max(above.after, piece.before) + piece.height
    return total


def _head_height(head: TableHead | None) -> float:
    return 16 + sum(piece.height for piece in head.pieces) if head is not None else 0.0


def _repeat(head: TableHead, page: Page, continued: Callable[[], Piece]) -> None:
    for piece in (continued(), *head.pieces):
        page.placed.append((page.used, replace(piece, artifact=True, ids=(), entry=None)))
        page.used += piece.height


def targets(pages: Sequence[Page]) -> dict[str, int]:
    """Return the page of every target, counted from 1."""
    found: dict[str, int] = {}
    for number, page in enumerate(pages, 1):
        for _, piece in page.placed:
            for id_ in piece.ids:
                found.setdefault(id_, number)
    return found
