"""Pieces to pages: what stays together, where a table goes on, which page a target is on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from briefing.pdf.pieces import Piece, TableHead

__all__ = ["Page", "make_pages", "targets"]


@dataclass(slots=True)
class Page:
    """A page: pieces with the distance of each from the top of the text area.

    ``height`` is that of the text area; a ``turned`` page lies on its side.
    ``foot`` is what footnotes take at its foot, in points; ``waiting`` are those
    for which no room was left, and which go on on the next page.
    """

    height: float = 0.0
    turned: bool = False
    placed: list[tuple[float, Piece]] = field(default_factory=list)
    used: float = 0.0
    notes: list[Piece] = field(default_factory=list)
    foot: float = 0.0
    waiting: list[Piece] = field(default_factory=list)


Height = Callable[[int, bool], float]
"""How high the text of a page is, in points, by its number from 1 and whether it is turned."""
NOTE_GAP = 12.0
"""Over the first footnote of a page, with the rule in it."""


def make_pages(
    pieces: Sequence[Piece],
    height: Height,
    continued: Callable[[bool], Piece],
    rule: Callable[[], Piece] = lambda: Piece(0),
) -> list[Page]:
    """Return the pages; ``height`` says how high the text of each is.

    ``continued`` makes the line that stands over a table that goes on, for a page on
    its side or not; ``rule`` makes the line over the footnotes of a page.
    """
    pages = [Page(height(1, False))]
    index = 0
    while index < len(pieces):
        if pieces[index].new_page:
            if pages[-1].placed:
                _next(pages, height)
            index += 1
            continue
        end = index + 1
        while end < len(pieces) and pieces[end - 1].keep and not pieces[end].new_page:
            if pieces[end].turned != pieces[index].turned:
                break
            end += 1
        chain = pieces[index:end]
        _turn(chain[0].turned, pages, height)
        _place(chain, pages, height, continued)
        index = end
    while pages[-1].waiting:
        _next(pages, height)
    for page in pages:
        _set_notes(page, rule)
    return pages


def _turn(turned: bool, pages: list[Page], height: Height) -> None:
    """Go on on a page that lies as it should."""
    page = pages[-1]
    if page.turned == turned:
        return
    while page.placed or page.notes:
        _next(pages, height)
        page = pages[-1]
    page.turned, page.height = turned, height(len(pages), turned)


def _next(pages: list[Page], height: Height) -> None:
    """Begin a page, with the notes that found no room on the last one."""
    last = pages[-1]
    pages.append(Page(height(len(pages) + 1, last.turned), last.turned))
    _add_notes(pages[-1], last.waiting)


def _place(
    chain: Sequence[Piece],
    pages: list[Page],
    height: Height,
    continued: Callable[[bool], Piece],
) -> None:
    page = pages[-1]
    begun = page.placed or page.notes
    if begun and page.used + _height(chain, page) + _foot(chain, page) > page.height:
        fresh = Page()
        alone = _height(chain, fresh) + _foot(chain, fresh)
        if alone + _head_height(chain[0].head) <= height(len(pages) + 1, page.turned):
            _next(pages, height)
    if chain[0].foot:
        page = pages[-1]
        room = page.height - _foot(chain, page)
        page.used = max(page.used, room - _height(chain, page))
    for piece in chain:
        page = pages[-1]
        while not _room(page, piece):
            _next(pages, height)
            page = pages[-1]
        if not page.placed and len(pages) > 1 and piece.head is not None:
            _repeat(piece.head, page, continued)
        top = page.used + _gap(page, piece)
        page.placed.append((top, piece))
        page.used = top + piece.height
        for note in piece.notes:
            _add_notes(page, note)


def _room(page: Page, piece: Piece) -> bool:
    """Whether a piece may stand on a page; where nothing else does, it must."""
    if page.placed:
        needed = _gap(page, piece) + piece.height + _foot((piece,), page)
        return page.used + needed <= page.height
    # Its own notes may wait; those that have waited may not be run over.
    return not page.notes or piece.height + page.foot <= page.height


def _foot(chain: Sequence[Piece], page: Page) -> float:
    """Return what the notes of a page and of a chain take at its foot."""
    called = sum(line.height for piece in chain for note in piece.notes for line in note)
    return page.foot + called + (NOTE_GAP if called and not page.notes else 0.0)


def _add_notes(page: Page, lines: Sequence[Piece]) -> None:
    """Put lines of notes at a page's foot, as far as there is room; the rest waits."""
    for number, line in enumerate(lines):
        more = line.height + (0.0 if page.notes else NOTE_GAP)
        # A page that holds nothing else takes a line at least, lest notes wait for ever.
        if page.waiting or (
            page.used + page.foot + more > page.height and (page.placed or page.notes)
        ):
            page.waiting += lines[number:]
            return
        page.notes.append(line)
        page.foot += more


def _set_notes(page: Page, rule: Callable[[], Piece]) -> None:
    if not page.notes:
        return
    top = max(page.used, page.height - page.foot)
    page.placed.append((top, rule()))
    top += NOTE_GAP
    for line in page.notes:
        page.placed.append((top, line))
        top += line.height


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


def _repeat(head: TableHead, page: Page, continued: Callable[[bool], Piece]) -> None:
    for piece in (continued(page.turned), *head.pieces):
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
