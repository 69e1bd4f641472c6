"""The outline of a PDF: the tree of bookmarks (ISO 32000-1, 12.3.3)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from briefing.pdf.objects import File, text
from briefing.pdf.pieces import Entry

__all__ = ["add_outline"]


@dataclass(slots=True)
class _Item:
    name: str
    entry: Entry
    level: int
    children: list[_Item] = field(default_factory=list)


def add_outline(
    file: File, entries: Sequence[Entry], destination: Callable[[str], str]
) -> str | None:
    """Add the bookmarks; return a reference to the tree, ``None`` where there are none.

    Bookmarks of the first level are open, others closed.  A level is never
    skipped: a deeper heading without the one between hangs under the last one.
    """
    top = _tree(entries)
    if not top:
        return None

    def add(items: Sequence[_Item], parent: str) -> None:
        neighbours = {item.name: ["", ""] for item in items}
        for before, after in pairwise(items):
            neighbours[before.name][1] = f"/Next {file.ref(after.name)} "
            neighbours[after.name][0] = f"/Prev {file.ref(before.name)} "
        for item in items:
            inner = ""
            if item.children:
                first, last = item.children[0].name, item.children[-1].name
                count = len(item.children) * (-1 if item.level else 1)
                inner = f"/First {file.ref(first)} /Last {file.ref(last)} /Count {count} "
            file.add(
                item.name,
                f"<< /Title {text(item.entry.title)} /Parent {file.ref(parent)} "
                f"{''.join(neighbours[item.name])}{inner}/Dest {destination(item.entry.id)} >>",
            )
            add(item.children, item.name)

    add(top, "outline")
    visible = len(top) + sum(len(item.children) for item in top)
    first, last = file.ref(top[0].name), file.ref(top[-1].name)
    return file.add(
        "outline", f"<< /Type /Outlines /First {first} /Last {last} /Count {visible} >>"
    )


def _tree(entries: Sequence[Entry]) -> list[_Item]:
    top: list[_Item] = []
    path: list[_Item] = []
    for number, entry in enumerate(entries):
        level = min(entry.level - 1, len(path))
        del path[level:]
        item = _Item(f"bookmark:{number}", entry, level)
        (path[-1].children if path else top).append(item)
        path.append(item)
    return top
