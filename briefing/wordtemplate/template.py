"""Reading a template: its file made safe, its tags found, and all that is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from briefing.compose.foreign import BLOCKS, Foreign, read_foreign, tag_fault
from briefing.docx.opening import Refused, open_file
from briefing.problems import Place, Problem, Severity
from briefing.wordtemplate.levels import Fault, arrange
from briefing.wordtemplate.marking import Marks, mark_attributes, mark_paragraph
from briefing.wordtemplate.notes import inline_notes
from briefing.wordtemplate.places import paragraph_places, story_labels
from briefing.wordtemplate.source import Source, make_source, tag_place
from briefing.wordtemplate.tags import Tag, Unclosed
from briefing.wordtemplate.tidying import Tidied, tidy
from briefing.wordtemplate.xml import Element

__all__ = ["LARGEST", "WordTemplate", "load", "read"]

LARGEST = 1 << 25
"""Most bytes that a template's file may have."""
MOST = 5_000
"""Most tags that a template may have."""


@dataclass(frozen=True, slots=True)
class WordTemplate:
    """A template that can be filled in: what Jinja2 reads of it, and the rest of its file."""

    name: str
    foreign: Foreign
    source: Source = field(repr=False)
    tidied: Tidied = field(repr=False)


def load(name: str, file: Path, shown: str) -> tuple[WordTemplate | None, list[Problem]]:
    """Return the template in ``file``, and all that is wrong with it.

    One that can be understood is returned beside its faults, so that a check of
    its names can go on; one with an error must not be filled in.
    """
    try:
        with file.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except OSError as error:
        reason = (error.strerror or "cannot be read").lower()
        return None, [Problem("unreadable-docx", reason, Place(shown))]
    return read(name, data, shown)


def read(name: str, data: bytes, shown: str) -> tuple[WordTemplate | None, list[Problem]]:
    """Return the template of a file's bytes, and all that is wrong with it."""
    if len(data) > LARGEST:
        message = f"a template's file may have {LARGEST >> 20} MB"
        return None, [Problem("too-large", message, Place(shown))]
    try:
        tidied = tidy(open_file(data, shown), shown)
        inline_notes(tidied)
    except Refused as refused:
        return None, [refused.problem]
    except ValueError as error:
        hint = "open it in Word, WPS or LibreOffice and save it as a .docx"
        return None, [Problem("unreadable-docx", str(error), Place(shown), hint)]
    problems = list(tidied.problems)
    marks = Marks([], [])
    for root, label in _labelled(tidied):
        places = paragraph_places(root, label)
        for paragraph, inside in places.items():
            mark_paragraph(paragraph, inside, marks)
        mark_attributes(root, places, label, marks)
    if len(marks.tags) > MOST:
        message = f"the template has more than {MOST:,} tags"
        return None, [*problems, Problem("too-large", message, Place(shown))]
    typed, understood = _typed(marks, shown)
    problems += typed
    for root, _ in _labelled(tidied):
        faults = arrange(root, marks, BLOCKS)
        problems += [_problem(fault, shown) for fault in faults]
        # What does not close in pairs cannot be checked further.
        understood = understood and all(fault.code != "template-syntax" for fault in faults)
    if not understood:
        return None, problems
    source = make_source(shown, [(name, tidied.stories[name]) for name in tidied.stories], marks)
    foreign, found = read_foreign(name, source.text, source.place)
    problems += found
    if foreign is None:
        return None, problems
    return WordTemplate(name, foreign, source, tidied), problems


def _labelled(tidied: Tidied) -> Iterator[tuple[Element, str]]:
    labels = story_labels(tidied)
    for name, root in tidied.stories.items():
        yield root, labels[name]


def _typed(marks: Marks, shown: str) -> tuple[list[Problem], bool]:
    """Return what is wrong with the form of single tags, and whether the others can be checked.

    A tag that cannot be read is made harmless, lest it hide what is wrong with others.
    """
    problems = [_unclosed(one, text, inside, shown) for one, text, inside in marks.unclosed]
    understood = True
    for number, tag in enumerate(marks.tags):
        if tag.kind != "comment" and tag.word not in {
            "raw",
            "endraw",
            "colspan",
            "cellbg",
            "vm",
            "hm",
        }:
            fault = tag_fault(tag.text)
            if fault is None:
                continue
            problems.append(Problem("template-syntax", fault[0], tag_place(shown, tag), fault[1]))
            if tag.word in {"if", "elif"}:
                marks.tags[number] = replace(tag, text=f"{{% {tag.word} true %}}")
            elif tag.opens is None:
                marks.tags[number] = replace(tag, kind="comment", word="")
            else:
                understood = False
    return problems, understood


def _unclosed(one: Unclosed, paragraph: str, inside: str, shown: str) -> Problem:
    tag = Tag("", "comment", "words", "", one.start, one.end, paragraph, inside)
    return Problem(one.code, one.message, tag_place(shown, tag), one.hint)


def _problem(fault: Fault, shown: str) -> Problem:
    severity = Severity.WARNING if fault.warning else Severity.ERROR
    return Problem(fault.code, fault.message, tag_place(shown, fault.tag), fault.hint, severity)
