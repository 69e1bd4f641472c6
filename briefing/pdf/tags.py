"""The structure tree: what each stretch of a page is (ISO 32000-1, 14.7 and 14.8; PDF/UA-1).

Elements are made while blocks become pieces, and hold their children in
reading order.  What is drawn adds itself to its element as marked content,
page by page; links add their annotations.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from briefing.pdf.objects import File

__all__ = ["Annotation", "Content", "Element", "add_tree"]


@dataclass(slots=True)
class Content:
    """A marked stretch of a page: pages count from 1, ``id`` (MCID) from 0 on each."""

    page: int
    id: int


@dataclass(slots=True)
class Annotation:
    """A link annotation, by the name of its object, and its page."""

    page: int
    name: str


@dataclass(slots=True, eq=False)
class Element:
    """A structure element; ``more`` holds entries of its dictionary as they are written.

    ``ink`` is that of a link or a foreign word, which may go on on the next line.
    """

    tag: str
    more: str = ""
    kids: list[Element | Content | Annotation] = field(default_factory=list)
    ink: object = None

    def new(self, tag: str, more: str = "") -> Element:
        """Return a new last child."""
        child = Element(tag, more)
        self.kids.append(child)
        return child

    @property
    def empty(self) -> bool:
        """Whether nothing was drawn for it."""
        return all(isinstance(kid, Element) and kid.empty for kid in self.kids)


ROLES = "<< /Title /P >>"
"""Names that are none of the standard's own, and what they stand for."""


def add_tree(file: File, root: Element, pages: Sequence[str]) -> str:
    """Add the tree below ``root``; return a reference to it.

    ``pages`` are references to the page objects.  Page n has the key n - 1 in
    the parent tree, annotations follow (14.7.4.4); see :func:`annotation_key`.
    """
    parents: dict[int, dict[int, str]] = {}
    annotations: dict[str, str] = {}
    names = (f"element:{number}" for number in _count())

    def add(element: Element, parent: str) -> str:
        name = next(names)
        own = file.ref(name)
        home = _page(element)
        kids: list[str] = []
        for kid in element.kids:
            match kid:
                case Element():
                    if not kid.empty:
                        kids.append(add(kid, own))
                case Content(page, number):
                    parents.setdefault(page, {})[number] = own
                    on = f"/Type /MCR /Pg {pages[page - 1]} " if page != home else ""
                    kids.append(f"<< {on}/MCID {number} >>" if on else str(number))
                case Annotation(page, link):
                    annotations[link] = own
                    kids.append(f"<< /Type /OBJR /Pg {pages[page - 1]} /Obj {file.ref(link)} >>")
        on = f" /Pg {pages[home - 1]}" if home else ""
        children = kids[0] if len(kids) == 1 else f"[{' '.join(kids)}]"
        more = f" {element.more}" if element.more else ""
        return file.add(name, f"<< /S /{element.tag} /P {parent}{on} /K {children}{more} >>")

    tree = file.ref("tree")
    top = add(root, tree)
    rows = [
        f"{page - 1} [{' '.join(found[number] for number in sorted(found))}]"
        for page, found in sorted(parents.items())
    ]
    first = len(pages)
    rows += [
        f"{first + link_number(link)} {own}"
        for link, own in sorted(annotations.items(), key=lambda item: link_number(item[0]))
    ]
    numbers = file.add("parents", f"<< /Nums [{' '.join(rows)}] >>")
    return file.add(
        "tree",
        f"<< /Type /StructTreeRoot /K {top} /ParentTree {numbers} /ParentTreeNextKey"
        f" {first + len(annotations)} /RoleMap {ROLES} >>",
    )


def link_number(name: str) -> int:
    """Return the number in the name of an annotation's object (``link:7``)."""
    return int(name.rpartition(":")[2])


def _page(element: Element) -> int:
    """Return the page of an element's own first content, 0 where it has none."""
    return next((kid.page for kid in element.kids if isinstance(kid, Content)), 0)


def _count() -> Iterator[int]:
    number = 0
    while True:
        yield number
        number += 1
