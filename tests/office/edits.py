"""Random edits of a brief as people make them in LibreOffice, and what must come of each."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from office import (
    Step,
    add_after,
    comment,
    delete,
    delete_paragraph,
    insert,
    merge,
    replace,
    shift,
    split,
    style_as,
    track,
)

from briefing.docx.opening import open_file
from briefing.docx.read import read
from briefing.docx.read.parse import Parser
from briefing.docx.read.surface import Grid, Line, Unit, lines_of, text_of

NEW = ("新增的词", "an added phrase", "《新规》第7条", "A&B <草案>")


@dataclass
class Edited:
    """Steps for one file, and by a field's first number the words that it must have then."""

    steps: list[Step | list[Step]] = field(default_factory=list)
    words: dict[int, tuple[str, ...]] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    comments: dict[int, str] = field(default_factory=dict)


def random_edits(data: bytes, seed: int, count: int, *, tracked: bool = False) -> Edited:
    """Return ``count`` edits of different fields of a brief, drawn with ``seed``."""
    rng = random.Random(seed)
    reading = read(data)
    units = Parser(open_file(data, ""), "accepted").units()
    lines = [line for line in lines_of(units) if isinstance(line, Line)]
    whole = "\n".join(text_of(line) for line in lines)
    made = Edited()
    between = _between_lines(units)
    if tracked:
        made.steps.append(track(True, "Li"))
    candidates = []
    for one in reading.occurrences:
        if len(one.numbers) > 1 or len(one.old) < 12:
            continue
        for _ in range(6):
            size = rng.randint(4, 8)
            at = rng.randint(0, len(one.old) - size)
            piece = one.old[at : at + size]
            if whole.count(piece) == 1 and piece.strip() == piece:
                candidates.append((one, at, piece))
                break
    rng.shuffle(candidates)
    used: set[str] = set()
    kinds = ["replace", "insert", "delete", "comment", "replace all"]
    if not tracked:
        kinds += ["bold", "split", "shift", "add", "gone", "merge"]
    for one, at, piece in candidates:
        if len(made.names) >= count:
            break
        if one.line in used:
            continue
        used.add(one.line)
        number = one.numbers[0]
        kind = rng.choice(kinds)
        new = rng.choice(NEW)
        old, end = one.old, at + len(piece)
        alone = one.line.strip() == old.strip()
        if kind == "replace":
            made.steps.append(replace(piece, new))
            made.words[number] = (old[:at] + new + old[end:],)
        elif kind == "replace all" and whole.count(old) == 1:
            made.steps.append(replace(piece, f"{piece}，{new}"))
            made.words[number] = (f"{old[:end]}，{new}{old[end:]}",)
        elif kind == "insert":
            made.steps.append(insert(new, after=piece))
            made.words[number] = (old[:end] + new + old[end:],)
        elif kind == "delete":
            made.steps.append(delete(piece))
            made.words[number] = (old[:at] + old[end:],)
        elif kind == "bold":
            made.steps.append(style_as(piece, bold=True))
        elif kind == "comment":
            made.steps.append(comment(piece, f"why {number}?", author="Wang"))
            made.comments[number] = f"why {number}?"
        elif kind == "split" and alone and at > 2 and end < len(old) - 2:
            made.steps.append(split(piece))
            made.words[number] = (old[:end].strip(), old[end:].strip())
        elif kind == "shift" and alone:
            made.steps.append(shift(piece, rng.choice([-1, 1])))
        elif kind == "add" and alone:
            made.steps.append(add_after(piece, f"A paragraph of my own, {number}"))
        elif kind == "gone" and alone and one.line in between:
            made.steps.append(delete_paragraph(piece))
            made.words[number] = ()
        elif kind == "merge" and alone and one.line in between:
            made.steps.append(merge(piece))
        else:
            continue
        made.names.append(f"{kind} {number} {piece!r}")
    return made


def _between_lines(units: Sequence[Unit]) -> set[str]:
    """Return the words of lines that stand between two others: LibreOffice takes a table along."""
    found = set()
    for before, line, after in zip(units, units[1:], units[2:], strict=False):
        if isinstance(before, Line) and isinstance(line, Line) and isinstance(after, Line):
            found.add(text_of(line))
    for unit in units:
        if isinstance(unit, Grid):
            for row in unit.rows:
                for cell in row.cells:
                    found |= _between_lines(cell.units)
    return found
