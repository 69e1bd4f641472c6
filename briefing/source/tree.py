"""A composed file: plain values, each with its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from briefing.problems import Place, Problem
from briefing.source.text import SourceText

__all__ = [
    "MAX_DEPTH",
    "Mapping",
    "Node",
    "Path",
    "Scalar",
    "Sequence_",
    "Tree",
    "Unreadable",
    "repeated_key",
    "short",
]

MAX_DEPTH = 60
"""Most levels of maps and lists inside each other that a file may have."""

Path = Sequence[str | int]


class Unreadable(Exception):  # noqa: N818 – control flow between composers, never seen outside
    """The file cannot be read on from here; why is among the problems already."""


class Node:
    """A value at a line and column (both from 0); ``width`` in characters on that line."""

    __slots__ = ("column", "line", "width")

    def __init__(self, line: int, column: int, width: int) -> None:
        self.line = line
        self.column = column
        self.width = width


class Scalar(Node):
    """A text, or for JSON also a number, a boolean or null."""

    __slots__ = ("value",)

    def __init__(self, value: Any, line: int, column: int, width: int) -> None:
        super().__init__(line, column, width)
        self.value = value


class Sequence_(Node):  # noqa: N801 – a node, not the abstract class
    """A list."""

    __slots__ = ("items",)

    def __init__(self, line: int, column: int, width: int) -> None:
        super().__init__(line, column, width)
        self.items: list[Node] = []


class Mapping(Node):
    """A map; ``items`` holds key node and value node by key."""

    __slots__ = ("items",)

    def __init__(self, line: int, column: int, width: int) -> None:
        super().__init__(line, column, width)
        self.items: dict[str, tuple[Scalar, Node]] = {}


@dataclass(frozen=True, slots=True)
class Tree:
    """The root node of a file, and the text that it stands in."""

    root: Node
    source: SourceText

    def node(self, path: Path = ()) -> Node:
        """Return the node at ``path``, or the deepest one on the way to it."""
        return self._find(path)[0]

    def plain(self, path: Path = ()) -> Any:
        """Return the value at ``path`` as dicts, lists and scalars."""
        return plain(self.node(path))

    def place(self, path: Path = (), *, key: bool = False) -> Place:
        """Return where the value at ``path`` stands (its key with ``key``).

        Where the path leaves the tree, the place of the deepest node on the way.
        """
        node, key_node, whole = self._find(path)
        chosen = key_node if key and whole and key_node is not None else node
        return self.source.place(chosen.line, chosen.column, chosen.width)

    def has(self, path: Path) -> bool:
        """Return whether ``path`` leads to a node."""
        return self._find(path)[2]

    def _find(self, path: Path) -> tuple[Node, Scalar | None, bool]:
        node: Node = self.root
        key: Scalar | None = None
        for part in path:
            if isinstance(node, Mapping) and part in node.items:
                key, node = node.items[str(part)]
            elif isinstance(node, Sequence_) and isinstance(part, int) and part < len(node.items):
                key, node = None, node.items[part]
            else:
                return node, key, False
        return node, key, True


def plain(node: Node) -> Any:
    """Return a node as dicts, lists and scalars."""
    if isinstance(node, Mapping):
        return {key: plain(value) for key, (_, value) in node.items.items()}
    if isinstance(node, Sequence_):
        return [plain(item) for item in node.items]
    assert isinstance(node, Scalar)
    return node.value


def repeated_key(source: SourceText, key: Scalar, first: Scalar) -> Problem:
    """Return the problem of a key that its map has already, at ``first``."""
    return Problem(
        "duplicate-key",
        f"the key {short(key.value)} stands twice, first in line {first.line + source.first_line}",
        source.place(key.line, key.column, key.width),
        "keep one of the two",
    )


def short(word: object, length: int = 60) -> str:
    """Return what a message quotes of a file, cut where it would fill the screen."""
    text = str(word)
    return text if len(text) <= length else text[: length - 1] + "…"
