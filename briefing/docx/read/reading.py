"""The whole of a reading: open, parse, bind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from briefing.document import Document, Field, Heading, Meta, Origin, Title, inline_text
from briefing.document.codec import decode
from briefing.document.comments import CONFLICT, comments
from briefing.docx.opening import Refused, open_file
from briefing.docx.read.bind import Binder
from briefing.docx.read.lines import Group, Known
from briefing.docx.read.parse import Parser, Remark, View
from briefing.docx.read.plain import plain_blocks
from briefing.docx.read.shape import Shape
from briefing.docx.read.surface import Figure, Grid, Line, Unit, lines_of, text_of
from briefing.memory import collector_paused
from briefing.problems import Place, Problem, Severity

__all__ = ["Occurrence", "Reading", "Refused", "Remark", "View", "built_as", "read"]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place of the file at which words of a record stood when it was built.

    ``numbers`` are those of its fields in the base (more than one where the words
    hold line ends), ``old`` the words then.  ``new`` are the words now, one entry
    for each paragraph that they stand in; none where they are gone.  ``line`` are the
    words of the paragraph it stood in; ``position`` says how far from the beginning
    it stands now (−1: nowhere).
    """

    origin: Origin
    numbers: tuple[int, ...]
    old: str
    new: tuple[str, ...]
    line: str
    position: int

    @property
    def text(self) -> str | None:
        """The words now, or None where they are gone."""
        return "\n".join(self.new) if self.new else None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds.

    ``document`` is the file as it stands; words bound to a record are
    :class:`~briefing.document.Field` nodes with the words of now.  Numbers of
    headings, items, tables and notes are those of the base where there is one:
    take them off with :func:`briefing.transforms.bare` and apply the transforms
    again before it is written.  ``base`` is the document the file was built from,
    in the house style called ``style``.  ``tracked`` counts the tracked changes.
    ``running`` are the words of its headers and footers, page numbers and other fields
    left out.  ``problems`` tell what could not be carried over.
    """

    document: Document
    base: Document | None
    style: str
    occurrences: tuple[Occurrence, ...]
    remarks: tuple[Remark, ...]
    problems: tuple[Problem, ...]
    tracked: int
    running: tuple[tuple[str, str], ...] = ()


@collector_paused()
def read(data: bytes, name: str = "", *, view: View = "accepted") -> Reading:
    """Return what a DOCX holds; ``name`` is how people know the file.

    Raises:
        Refused: the file is no DOCX, is damaged, holds macros, or is beyond all bounds.
    """
    file = open_file(data, name)
    try:
        parser = Parser(file, view)
        carried = parser.base()
        units = parser.units(base=carried is not None)
        meta = parser.meta()
        running = parser.running()
    except (ValueError, RecursionError) as error:
        message = str(error) if isinstance(error, ValueError) else "parts are nested too deep"
        hint = "open it in Word, WPS or LibreOffice and save it anew as a .docx"
        raise Refused(Problem("unreadable-docx", message, Place(name), hint)) from error
    problems = [
        Problem(code, message, Place(name, inside=place), severity=Severity.WARNING)
        for code, message, place in parser.problems
    ]
    base = None
    if carried is not None:
        try:
            base = decode(carried[0])
        except ValueError:
            message = "what the file keeps of how it was built is damaged"
            hint = "it is read like a file of someone else’s"
            problems.append(
                Problem("damaged-base", message, Place(name), hint, severity=Severity.WARNING)
            )
    remarks = tuple(one for one in parser.remarks.values() if one.text)
    _surround(remarks, units)
    if base is None:
        known = Known({}, {}, lambda _node, _run, inner: plain_blocks(inner, known))
        document = _plain(units, meta, known)
        problems += _lost(_figures(units), name)
        return Reading(document, None, "", (), remarks, tuple(problems), parser.tracked, running)
    stacked = any(isinstance(u, Line) and u.kind == "MastheadClassification" for u in units)
    shape = Shape(base, stacked=stacked)
    binder = Binder(base, shape)
    document = binder.document(units)
    own = {(one.author, "\n".join(one.text).strip()) for one in comments(base)}
    # What the program itself remarked is nobody's answer.
    remarks = tuple(
        one
        for one in remarks
        if (one.author, one.text) not in own and not one.text.startswith(tuple(CONFLICT.values()))
    )
    problems += _lost(binder.left, name)
    return Reading(
        document,
        base,
        carried[1] if carried else "",
        _occurrences(shape, binder.known.groups),
        remarks,
        tuple(problems),
        parser.tracked,
        running,
    )


@collector_paused()
def built_as(data: bytes, name: str = "") -> Document | None:
    """Return the document that a DOCX was built from, or None where it carries none.

    What the file itself says is not looked at, which is quick: see
    :func:`briefing.docx.fingerprint.is_pristine` for whether it says something else.

    Raises:
        Refused: the file is no DOCX, is damaged, holds macros, or is beyond all bounds.
    """
    try:
        carried = Parser(open_file(data, name), "accepted").base()
    except ValueError as error:
        hint = "open it in Word, WPS or LibreOffice and save it anew as a .docx"
        raise Refused(Problem("unreadable-docx", str(error), Place(name), hint)) from error
    try:
        return decode(carried[0]) if carried is not None else None
    except ValueError as error:
        message = "what the file keeps of how it was built is damaged"
        raise Refused(Problem("damaged-base", message, Place(name))) from error


def _occurrences(shape: Shape, groups: Sequence[Group]) -> tuple[Occurrence, ...]:
    """Return every place of a field in the base with what the file has of it."""
    said: dict[int, list[int]] = {}
    for at, group in enumerate(groups):
        for number in group.numbers:
            said.setdefault(number, []).append(at)
    found = []
    for line, numbers, old in _places(shape.units):
        places = sorted({at for number in numbers for at in said.get(number, ())})
        new = tuple(groups[at].text for at in places)
        origin = shape.fields[numbers[0]].origin
        at = places[0] if places else -1
        found.append(Occurrence(origin, numbers, old, new, line, at))
    found.sort(key=lambda one: one.numbers)
    return tuple(found)


def _places(units: Sequence[Unit]) -> list[tuple[str, tuple[int, ...], str]]:
    """Return the line, the numbers and the words of every place of a field in the base."""
    found: list[tuple[str, tuple[int, ...], str]] = []
    for line in lines_of(units):
        whole = text_of(line)
        origin: Origin | None = None
        ends = ""
        for run in line.runs:
            node = run.leaf.node if run.leaf is not None else None
            if run.note:
                found += _places(run.note)
            if isinstance(node, Field) and run.field is not None:
                if node.origin == origin:
                    _, numbers, words = found[-1]
                    found[-1] = (whole, (*numbers, run.field), words + ends + run.text)
                else:
                    found.append((whole, (run.field,), run.text))
                origin, ends = node.origin, ""
            elif run.note is None and not run.text.strip("\n"):
                ends += run.text
            else:
                origin, ends = None, ""
    return found


def _figures(units: Sequence[Unit]) -> list[Figure]:
    found: list[Figure] = []
    for unit in units:
        if isinstance(unit, Figure):
            found.append(unit)
        elif isinstance(unit, Grid):
            for row in unit.rows:
                for cell in row.cells:
                    found += _figures(cell.units)
    return found


_FIGURES = {
    "chart": "a chart",
    "picture": "a picture",
    "object": "an embedded object",
    "drawing": "a drawing",
}


def _lost(figures: Sequence[Figure], name: str) -> list[Problem]:
    """Return a warning for each drawing that the document cannot hold."""
    found = []
    for figure in figures:
        if figure.kind == "rule":
            continue
        words = figure.description or figure.title
        shown = _FIGURES.get(figure.kind, "a drawing") + (f" (“{words[:60]}”)" if words else "")
        found.append(
            Problem(
                "not-carried-over",
                f"{shown} cannot be carried over",
                Place(name, inside=figure.place),
                severity=Severity.WARNING,
            )
        )
    return found


def _surround(remarks: Sequence[Remark], units: Sequence[Unit]) -> None:
    """Tell each comment the words of its paragraph."""
    words = {line.place: text_of(line) for line in lines_of(units)}
    for remark in remarks:
        remark.around = words.get(remark.place, "")


def _plain(units: Sequence[Unit], meta: dict[str, str], known: Known) -> Document:
    blocks = plain_blocks(units, known)
    title = meta.get("title", "").strip()
    if not title:
        title = next(
            (inline_text(one.children) for one in blocks if isinstance(one, Title | Heading)), ""
        )
    language = _language(meta.get("language", ""), units)
    about = Meta(
        title,
        language,
        "",
        _date(meta.get("modified", "")) or _date(meta.get("created", "")),
        meta.get("identifier", ""),
        meta.get("subject", ""),
        authors=tuple(filter(None, map(str.strip, meta.get("creator", "").split(";")))),
    )
    return Document(about, blocks)


def _date(said: str) -> str:
    """Return the day of a time (W3CDTF), or nothing where it is none."""
    try:
        return dt.date.fromisoformat(said.strip()[:10]).isoformat()
    except ValueError:
        return ""


def _language(said: str, units: Sequence[Unit]) -> str:
    if said:
        return said.split("-", maxsplit=1)[0].lower() if said.lower().startswith("zh") else said
    text = "".join(text_of(line) for line in lines_of(units))[:20_000]
    han = sum("\u4e00" <= char <= "\u9fff" for char in text)
    return "zh" if han > 0.2 * max(len(text), 1) else "en"
