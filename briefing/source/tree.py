"""What a file holds, as plain data, and where each value stands in the file.

The data is plain (``dict``, ``list``, ``str``, ``None``; from JSON also
numbers and booleans).  The places are kept apart from it, in two arrays with
one entry per key and value in the order of the file, so that a file of ten
thousand records costs some twenty bytes per value and no object.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import Any

from briefing.problems import Place
from briefing.source.text import SourceText

__all__ = ["Path", "Spots", "Tree"]

Path = Sequence[str | int]
"""The way to a value: keys of mappings and indices of lists, from 0."""

VALUE = ""
DROPPED = "\0"
"""Names of entries that are no key (``VALUE``), or a key that was refused (``DROPPED``)."""

WIDTH_BITS = 12
COLUMN_BITS = 26
MAX_WIDTH = (1 << WIDTH_BITS) - 1
TO_LINE_END = 0


def pack(line: int, column: int, width: int) -> int:
    """Pack a span into 64 bits; line and column from 0; width 0 reaches to the line's end."""
    width = min(width, MAX_WIDTH)
    return (line << COLUMN_BITS | column) << WIDTH_BITS | width


class Spots:
    """Where things stand: entries in the order of the file (preorder).

    A mapping's entry is followed by an entry per key, each followed by its
    value's; a list's entry by its items'.  ``after[i]`` is the entry that
    follows the whole of entry ``i``.  An alias has one entry, and
    ``aliases[i]`` is the entry of what it stands for.
    """

    __slots__ = ("after", "aliases", "marks", "names")

    def __init__(self) -> None:
        self.marks = array("Q")
        self.after = array("I")
        self.names: list[str] = []
        self.aliases: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self.marks)

    def add(self, mark: int, name: str = VALUE) -> int:
        """Add an entry and return its index."""
        index = len(self.marks)
        self.marks.append(mark)
        self.after.append(index + 1)
        self.names.append(name)
        return index

    def children(self, entry: int) -> Iterator[tuple[str, int, int]]:
        """Yield ``(name, key's entry, value's entry)``; for a list ``("", item, item)``."""
        entry = self.aliases.get(entry, entry)
        index, end = entry + 1, self.after[entry]
        while index < end:
            name = self.names[index]
            value = index if name == VALUE else self.after[index]
            yield name, index, value
            index = self.after[value]

    def child(self, entry: int, part: str | int) -> tuple[int, int] | None:
        """Return ``(key's entry, value's entry)`` of one child, if it is there."""
        for position, (name, key, value) in enumerate(self.children(entry)):
            if name == part if isinstance(part, str) else (name == VALUE and position == part):
                return key, value
        return None


class Tree:
    """A value of a file and everything under it.

    ``data`` is the value as plain data; it is shared where the file uses
    aliases, so treat it as frozen.
    """

    __slots__ = ("_key", "_root", "_spots", "data", "source")

    def __init__(
        self, source: SourceText, data: Any, spots: Spots, root: int = 0, key: int | None = None
    ) -> None:
        self.source = source
        self.data = data
        self._spots = spots
        self._root = root
        self._key = key

    def __repr__(self) -> str:
        return f"<Tree {self.place()}>"

    def place(self, path: Path = (), *, key: bool = False) -> Place:
        """Return where the value at ``path`` stands; with ``key``, where its key does.

        A path that leads further than the file does gives the deepest value
        on its way.  A mapping or list in block style stands where its first
        key or dash does.
        """
        entry, key_entry = self._root, self._key
        for part in path:
            found = self._spots.child(entry, part)
            if found is None:
                break
            key_entry, entry = found
        if key and key_entry is not None:
            entry = key_entry
        return self._place(entry)

    def has(self, path: Path) -> bool:
        """Whether the file holds a value (even an empty one) at the whole of ``path``."""
        entry = self._root
        for part in path:
            found = self._spots.child(entry, part)
            if found is None:
                return False
            entry = found[1]
        return True

    def at(self, path: Path) -> Tree:
        """Return the tree under ``path``; raises ``KeyError`` where there is none."""
        entry, key, data = self._root, self._key, self.data
        for part in path:
            found = self._spots.child(entry, part)
            if found is None:
                raise KeyError(tuple(path))
            key, entry = found
            data = data[part]
        return Tree(self.source, data, self._spots, entry, key)

    def items(self) -> Iterator[tuple[str | int, Tree]]:
        """Yield ``(key or index, tree)`` for each child, in the order of the file."""
        data = self.data
        position = 0
        for name, key, value in self._spots.children(self._root):
            if name == VALUE:
                yield position, Tree(self.source, data[position], self._spots, value)
                position += 1
            elif name != DROPPED:
                yield name, Tree(self.source, data[name], self._spots, value, key)

    def without_data(self) -> Tree:
        """Return the same places without the data, for keeping them while the data goes."""
        return Tree(self.source, None, self._spots, self._root, self._key)

    def _place(self, entry: int) -> Place:
        mark = self._spots.marks[entry]
        width = mark & MAX_WIDTH
        mark >>= WIDTH_BITS
        column = mark & ((1 << COLUMN_BITS) - 1)
        line = (mark >> COLUMN_BITS) + self.source.first_line
        place = self.source.place(line, column + 1, width or 1)
        if width == TO_LINE_END and place.excerpt is not None:
            rest = len(place.excerpt[column:].rstrip())
            return self.source.place(line, column + 1, rest)
        return place
