"""Footnotes and endnotes: set where they are called while a template is filled in.

A note that stands in a loop is printed once for each turn, with what the loop has in
hand; afterwards every note gets its number again (ISO/IEC 29500-1, 17.11).
"""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from briefing.wordtemplate.places import NOTE
from briefing.wordtemplate.tidying import Tidied
from briefing.wordtemplate.xml import BRIEFING, Element, qn

__all__ = ["collect_notes", "inline_notes"]

KINDS = ("footnote", "endnote")


def inline_notes(tidied: Tidied) -> None:
    """Move the text of every note to the place that calls it; separators stay in their part."""
    body = tidied.stories[tidied.main]
    for kind in KINDS:
        part = _part(tidied, kind)
        if part is None:
            continue
        root = tidied.stories.pop(part)
        notes = {note.get(qn("w:id")): note for note in root.iterchildren(qn(f"w:{kind}"))}
        tidied.notes[part] = root
        for number, call in enumerate(list(body.iter(qn(f"w:{kind}Reference"))), 1):
            own = notes.get(call.get(qn("w:id")))
            if own is None:
                raise ValueError(f"a {kind} has no text")
            holder = etree.Element(NOTE, nsmap={"bt": BRIEFING})
            holder.set("kind", kind)
            holder.set("part", part)
            holder.set("label", f"{kind} {number}")
            holder.extend(deepcopy(child) for child in own)
            call.append(holder)
        for note in notes.values():
            if note.get(qn("w:type")) in {None, "normal"}:
                root.remove(note)


def collect_notes(body: Element, notes: dict[str, Element], kinds: dict[str, str]) -> None:
    """Move the notes of a finished body to copies of their parts, numbered in their order."""
    for part, root in notes.items():
        kind = kinds[part].removesuffix("s")
        taken = [int(note.get(qn("w:id"), "0")) for note in root]
        number = max([0, *taken])
        for holder in [one for one in body.iter(NOTE) if one.get("kind") == kind]:
            call = holder.getparent()
            assert call is not None
            number += 1
            call.remove(holder)
            call.set(qn("w:id"), str(number))
            note = etree.SubElement(root, qn(f"w:{kind}"))
            note.set(qn("w:id"), str(number))
            note.extend(list(holder))


def _part(tidied: Tidied, kind: str) -> str | None:
    return next((name for name, found in tidied.kinds.items() if found == f"{kind}s"), None)
