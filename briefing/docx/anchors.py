"""The number of each field, and the bookmark by which it is found again in a file."""

from __future__ import annotations

from difflib import SequenceMatcher

from briefing.document import Document, Field, Origin, fields

__all__ = ["PREFIX", "FieldNumbers"]

PREFIX = "_F"
"""How the name of a field's bookmark begins; the leading line hides it in Word's list."""


class FieldNumbers:
    """The number of each field of one document, handed out as the writer meets it."""

    def __init__(self, nodes: list[Field], base: Document | None = None) -> None:
        """Give each of a document's fields its number in ``base``, by default its own.

        A field that the base doesn't have gets none.
        """
        numbers = range(len(nodes)) if base is None else _numbers(nodes, list(fields(base)))
        # By identity: two fields may say the same, and one may stand in two places.
        self._numbers: dict[int, list[int | None]] = {}
        for number, node in zip(numbers, nodes, strict=True):
            self._numbers.setdefault(id(node), []).append(number)
        for given in self._numbers.values():
            given.reverse()

    def take(self, node: Field) -> int | None:
        """Return the number of a field, or None where all its places have been written."""
        numbers = self._numbers.get(id(node))
        return numbers.pop() if numbers else None


def _numbers(nodes: list[Field], base: list[Field]) -> list[int | None]:
    """Return which field of the base each of ``nodes`` is: by origin, in order where it can be."""
    found: list[int | None] = [None] * len(nodes)
    ours, theirs = [node.origin for node in nodes], [node.origin for node in base]
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    for first, second, length in matcher.get_matching_blocks():
        found[first : first + length] = range(second, second + length)
    left: dict[Origin, list[int]] = {}
    for number in sorted(set(range(len(base))) - set(found), reverse=True):
        left.setdefault(theirs[number], []).append(number)
    for index, origin in enumerate(ours):
        if found[index] is None and left.get(origin):
            found[index] = left[origin].pop()
    return found
