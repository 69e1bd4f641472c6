"""Bookmarks: where links inside the document lead."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from briefing.document import (
    Block,
    BulletList,
    Chart,
    Document,
    Heading,
    Image,
    OrderedList,
    Paragraph,
    Table,
    Title,
    walk_blocks,
)

__all__ = ["Bookmarks", "identifiers", "identifiers_of"]

_LONGEST = 40  # characters; Word cuts what is longer
_KEPT = re.compile(r"[A-Za-z0-9]+")


class Bookmarks:
    """The bookmark names of one document, one for each id.

    A name is the id with every other sign turned into ``_``; where that is too
    long, empty or taken, it ends in a digest of the id.
    """

    def __init__(self, ids: frozenset[str]) -> None:
        """Take the ids that the document has; links to others lead nowhere."""
        self._ids = ids
        self._names: dict[str, str] = {}
        self._taken: set[str] = set()
        self._placed: set[str] = set()
        self._count = 0

    def __contains__(self, identifier: object) -> bool:
        return identifier in self._ids

    def name(self, identifier: str) -> str:
        """Return the name of an id's bookmark: at most 40 letters, digits and ``_``."""
        name = self._names.get(identifier)
        if name is None:
            name, other = _names(identifier)
            if name.lower() in self._taken:
                name = other
            self._names[identifier] = name
            self._taken.add(name.lower())  # Word doesn't tell case apart
        return name

    def place(self, identifier: str) -> tuple[int, str] | None:
        """Return number and name of the bookmark to write, or None if it stands already."""
        if identifier in self._placed:
            return None
        self._placed.add(identifier)
        return self.next(), self.name(identifier)

    def next(self) -> int:
        """Return a number that no bookmark of the document has yet."""
        self._count += 1
        return self._count


@lru_cache(maxsize=8192)
def _names(identifier: str) -> tuple[str, str]:
    """Return the name for an id, and the one for where that is taken.

    The briefs of a run tell of the same records.
    """
    name = "_".join(_KEPT.findall(identifier))
    if not name[:1].isalpha():
        name = f"b_{name}"
    digest = hashlib.sha256(identifier.encode()).hexdigest()[:10]
    other = f"{name[: _LONGEST - 11]}_{digest}"
    lossy = not identifier.isascii()
    return (other if lossy or len(name) > _LONGEST else name), other


def identifiers(document: Document) -> Iterator[str]:
    """Yield the ids of everything in a document that a link can lead to."""
    return identifiers_of(walk_blocks(document.blocks))


def identifiers_of(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield the ids of blocks that a link can lead to; what they hold is not looked at."""
    for block in blocks:
        for name in _block_ids(block):
            if name:
                yield name


def _block_ids(block: Block) -> Sequence[str | None]:
    match block:
        case Paragraph() | Heading() | Title() | Chart() | Image():
            return (block.id,)
        case BulletList() | OrderedList():
            return [item.id for item in block.items]
        case Table():
            return [block.id, *(row.id for row in (*block.head, *block.body))]
        case _:
            return ()
