"""A copy of a template with a Word comment at each problem (ISO/IEC 29500-1, 17.13.4)."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from copy import deepcopy

from lxml import etree

from briefing.docx.archive import archive, member
from briefing.docx.fingerprint import CUSTOM_PART, PROPERTY, digest
from briefing.docx.opening import OFFICE, Refused, members, open_file, parse_xml
from briefing.docx.properties import custom_properties
from briefing.problems import Problem, Severity
from briefing.wordtemplate.marking import run_text, runs_of
from briefing.wordtemplate.places import P, paragraph_places
from briefing.wordtemplate.xml import Element, add, declare, element, qn, serialize

__all__ = ["annotate"]

AUTHOR = "briefing"
_COMMENTS = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_CUSTOM = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_TYPES, _RELATIONS = "[Content_Types].xml", "_rels/.rels"
_WORDS = {Severity.ERROR: "Error", Severity.WARNING: "Warning", Severity.NOTE: "Note"}


def annotate(data: bytes, shown: str, problems: Sequence[Problem]) -> bytes | None:
    """Return a copy of the template in ``data`` with a comment at each of its problems.

    ``problems`` may hold those of other files too.  What stands where Word allows no
    comment (a header, a footer) is said at the body's first paragraph.  ``None``:
    the file cannot be read, or has no problem.  The copy carries a fingerprint, so
    that one that somebody has worked on is not overwritten.
    """
    own = [one for one in problems if one.place is not None and one.place.file == shown]
    if not own:
        return None
    try:
        main = open_file(data, shown).main
        parts = members(data)
        root = parse_xml(parts[main], main)
        declare(root)
        _write(root, parts, main, own)
    except (Refused, ValueError, KeyError):
        return None
    parts[main] = serialize(root)
    return _packed(parts)


def _write(root: Element, parts: dict[str, bytes], main: str, problems: list[Problem]) -> None:
    comments, name = _comments(parts, main)
    number = max((int(one.get(qn("w:id"), "0")) for one in comments), default=-1) + 1
    places = _places(root)
    first = next(iter(root.iter(P)), None)
    if first is None:
        raise ValueError("a body without a paragraph")
    order = {paragraph: at for at, paragraph in enumerate(root.iter(P))}
    standing = [
        (places.get(one.place.inside or ""), one.place, one) for one in problems if one.place
    ]
    standing.sort(key=lambda one: (-1 if one[0] is None else order[one[0]], one[1].column or 0))
    marks: list[tuple[Element, int, int, int]] = []
    for paragraph, place, problem in standing:
        comment = add(comments, "w:comment", id=str(number), author=AUTHOR, initials="b")
        here = "" if paragraph is not None or place.inside is None else f"{place.inside}: "
        head = f"{_WORDS[problem.severity]}: {here}{problem.message}"
        _paragraph(comment, head[:2000])
        if paragraph is None and place.excerpt:
            _paragraph(comment, place.excerpt[:2000])
        for line in (problem.hint or "").splitlines():
            _paragraph(comment, f"→ {line[:2000]}")
        column = (place.column or 1) - 1
        if paragraph is None:
            marks.append((first, 0, 0, number))
        else:
            marks.append((paragraph, column, column + place.width, number))
        number += 1
    # From the end on, so that a place in a paragraph stays what it was.
    for mark in reversed(marks):
        _mark(*mark)
    parts[name] = serialize(comments)


def _places(root: Element) -> dict[str, Element]:
    """Return paragraphs by what they are called; those in boxes and notes are where these stand."""
    found: dict[str, Element] = {}
    for paragraph, label in paragraph_places(root, "body").items():
        outer = paragraph
        for ancestor in paragraph.iterancestors(P):
            outer = ancestor
        found.setdefault(label, outer)
    for kind in ("footnote", "endnote"):
        for number, call in enumerate(root.iter(qn(f"w:{kind}Reference")), 1):
            paragraph = next(call.iterancestors(P))
            for line in range(1, 100):
                found.setdefault(f"{kind} {number}, paragraph {line}", paragraph)
    return found


def _paragraph(comment: Element, text: str) -> None:
    run = add(add(comment, "w:p"), "w:r")
    words = add(run, "w:t")
    words.set(qn("xml:space"), "preserve")
    words.text = "".join(char if char.isprintable() else " " for char in text)


def _mark(paragraph: Element, start: int, end: int, number: int) -> None:
    """Put the ends of a comment's range round a piece of a paragraph, and its mark behind."""
    runs = [run for one in list(runs_of(paragraph)) for run in _split(one, paragraph, start, end)]
    inside: list[Element] = []
    at = 0
    for run in runs:
        length = len(run_text(run))
        if length and at < end and at + length > start:
            inside.append(run)
        at += length
    opening = element("w:commentRangeStart", id=str(number))
    closing = element("w:commentRangeEnd", id=str(number))
    mark = element("w:r")
    add(mark, "w:commentReference", id=str(number))
    if inside:
        inside[0].addprevious(opening)
        inside[-1].addnext(closing)
    else:
        properties = paragraph.find(qn("w:pPr"))
        paragraph.insert(0 if properties is None else 1, opening)
        paragraph.append(closing)
    closing.addnext(mark)


def _split(run: Element, paragraph: Element, start: int, end: int) -> list[Element]:
    """Cut a run of plain text where a range begins and ends in it; return its pieces."""
    before = 0
    for other in runs_of(paragraph):
        if other is run:
            break
        before += len(run_text(other))
    text = run_text(run)
    words = run.findall(qn("w:t"))
    if len(words) != 1 or len(words[0].text or "") != len(text):
        return [run]
    cuts = sorted({cut - before for cut in (start, end) if 0 < cut - before < len(text)})
    pieces = [run]
    for cut in reversed(cuts):
        later = deepcopy(run)
        whole = words[0].text or ""
        for one, part in ((run, whole[:cut]), (later, whole[cut:])):
            own = one.find(qn("w:t"))
            assert own is not None
            own.text = part
            own.set(qn("xml:space"), "preserve")
        run.addnext(later)
        pieces.insert(1, later)
    return pieces


# ── The file ───────────────────────────────────────────────────────────────


def _comments(parts: dict[str, bytes], main: str) -> tuple[Element, str]:
    """Return the comments of the file and the name of their part, added where there is none."""
    folder, _, base = main.rpartition("/")
    path = f"{folder}/_rels/{base}.rels".lstrip("/")
    relations = _relations(parts, path)
    for one in relations:
        if one.get("Type") == f"{OFFICE}comments":
            target = one.get("Target", "")
            name = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            return parse_xml(parts[name], name), name
    names = (f"{folder}/comments{number or ''}.xml".lstrip("/") for number in range(len(parts) + 1))
    name = next(name for name in names if name not in parts)
    _relate(relations, f"{OFFICE}comments", f"/{name}")
    parts[path] = serialize(relations)
    _declare_type(parts, name, _COMMENTS)
    return element("w:comments"), name


def _relations(parts: dict[str, bytes], path: str) -> Element:
    if path in parts:
        return parse_xml(parts[path], path)
    return element("pr:Relationships")


def _relate(relations: Element, kind: str, target: str) -> None:
    taken = {one.get("Id") for one in relations}
    number = next(n for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
    entry = etree.SubElement(relations, qn("pr:Relationship"))
    for name, value in (("Id", f"rId{number}"), ("Type", kind), ("Target", target)):
        entry.set(name, value)


def _declare_type(parts: dict[str, bytes], name: str, kind: str) -> None:
    types = parse_xml(parts[_TYPES], _TYPES)
    for one in types:
        if one.get("PartName", "").lower() == f"/{name}".lower():
            one.set("ContentType", kind)
            break
    else:
        entry = etree.SubElement(types, qn("ct:Override"))
        entry.set("PartName", f"/{name}")
        entry.set("ContentType", kind)
    parts[_TYPES] = serialize(types)


def _packed(parts: dict[str, bytes]) -> bytes:
    """Return the file with its fingerprint in it (see ``docx.fingerprint``)."""
    kind = f"{OFFICE}custom-properties"
    relations = _relations(parts, _RELATIONS)
    if not any(one.get("Type") == kind for one in relations):
        _relate(relations, kind, CUSTOM_PART)
        parts[_RELATIONS] = serialize(relations)
    parts.pop(CUSTOM_PART, None)
    _declare_type(parts, CUSTOM_PART, _CUSTOM)
    parts[CUSTOM_PART] = custom_properties({PROPERTY: digest(parts.items())})
    order = {_TYPES: 0, _RELATIONS: 1}
    return archive(
        member(name, content)
        for name, content in sorted(parts.items(), key=lambda one: (order.get(one[0], 2), one[0]))
    )
