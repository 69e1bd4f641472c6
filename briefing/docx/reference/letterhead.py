"""A company's Word file, read: what of it goes into every brief."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from briefing.docx.catalogue import PARAGRAPH_NAMES
from briefing.docx.opening import OFFICE, Element, File, FilePart, Refused, open_file, parse_xml
from briefing.docx.reference.lists import Level, Lists
from briefing.docx.reference.markup import W, local, plain_tree, value
from briefing.docx.reference.names import CHARACTERS, DEFAULTS, TABLES, Matches, match
from briefing.docx.reference.page import Setup, setups
from briefing.docx.reference.running import Story, Taking, take_story
from briefing.docx.reference.sheet import FileStyle, Sheet
from briefing.docx.reference.theme import Theme, read_theme
from briefing.problems import Place, Problem, Severity
from briefing.style.model import Reference

__all__ = ["Letterhead", "read_letterhead", "where"]

_SETTINGS = frozenset(
    {
        "mirrorMargins", "alignBordersAndEdges", "bordersDoNotSurroundHeader",
        "bordersDoNotSurroundFooter", "gutterAtTop", "defaultTabStop", "evenAndOddHeaders",
        "themeFontLang", "clrSchemeMapping", "decimalSymbol", "listSeparator",
    }
)  # fmt: skip
"""The settings that say how a page looks; none that tells of a person or another file."""
_WHICH = ("default", "first", "even")
_PAGES = {"default": "", "first": " of the first page", "even": " of even pages"}
_TAB = re.compile(r'w:val="(\d{1,5})"')
OUR_TAB = 420  # as in the settings of every document of ours
_DRAWN = (W + "drawing", W + "pict")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What of a company's file goes into every brief.

    ``names`` are the ids of its styles in what is written, by those in the file.
    ``levels`` are the levels of headings (from 1) and of bullets and numbers (from 0)
    that its styles bring along, by the id of our style.  ``setup`` is the upright page,
    ``turned`` that of the file's own pages on their side, if it has such.  ``stories`` are
    the headers and footers of upright pages, ``turned_stories`` of the others.
    """

    shown: str
    sheet: Sheet
    theme: Theme
    matches: Matches
    names: Mapping[str, str]
    lists: Lists
    levels: Mapping[str, Level]
    setup: Setup
    stories: Mapping[tuple[str, str], Story]
    turned_stories: Mapping[tuple[str, str], Story] | None
    settings: Mapping[str, str]
    fonts: Mapping[str, str]

    @property
    def tab(self) -> int:
        """How far tabs go where no stop is set, in twips."""
        found = _TAB.search(self.settings.get("defaultTabStop", ""))
        return int(found.group(1)) if found else OUR_TAB

    @property
    def even_and_odd(self) -> bool:
        """Whether even pages have headers and footers of their own."""
        return "evenAndOddHeaders" in self.settings

    def style(self, identifier: str) -> FileStyle | None:
        """Return the file's style that gives the look of one of ours."""
        own = self.matches.of(identifier)
        return self.sheet.styles[own] if own is not None else None

    def has_running(self) -> bool:
        """Whether any of its headers and footers shows something."""
        return any(story.has_words() for story in self.stories.values())

    def has(self, kind: str) -> bool:
        """Whether it has a ``header`` or ``footer`` for most pages that shows something."""
        story = self.stories.get((kind, "default"))
        return story is not None and story.has_words()


def read_letterhead(reference: Reference) -> tuple[Letterhead | None, tuple[Problem, ...]]:
    """Return what is taken of a file, or None, and every problem found in it."""
    styles = tuple(sorted(reference.styles.items()))
    places = tuple(sorted(reference.places.items(), key=lambda entry: entry[0]))
    return _read(reference.data, reference.shown, styles, reference.place, places)


@lru_cache(maxsize=8)
def _read(
    data: bytes,
    shown: str,
    styles: tuple[tuple[str, str], ...],
    place: Place,
    places: tuple[tuple[str, tuple[Place, Place]], ...],
) -> tuple[Letterhead | None, tuple[Problem, ...]]:
    reference = Reference(shown, data, place, dict(styles), dict(places))
    try:
        return _taken(open_file(data, shown), reference)
    except Refused as error:
        return None, (error.problem,)
    except ValueError as error:
        message = f"cannot be read: {error}"
        hint = "open it in Word, WPS or LibreOffice and save it anew"
        return None, (Problem("unreadable-docx", message, Place(shown), hint),)


def _taken(file: File, reference: Reference) -> tuple[Letterhead | None, tuple[Problem, ...]]:
    theme = read_theme(_part(file, "theme"))
    styles = _part(file, "styles")
    sheet = Sheet.read(styles, theme) if styles is not None else Sheet(theme)
    settings = _part(file, "settings")
    usual = value(settings.find(W + "defaultTableStyle")) if settings is not None else None
    matches, found = match(sheet, reference, usual)
    problems = list(found)
    names = _names(sheet, matches)
    lists = Lists(_part(file, "numbering"))
    document = parse_xml(file.parts[file.main].data, file.main)
    sections = list(setups(document)) or [Setup(11_906, 16_838, _plain_margins(), {}, False)]
    setup = next((one for one in reversed(sections) if one.upright), sections[-1])
    if not setup.has_room():
        message = "the page set-up leaves no room for text"
        hint = "in Word: Layout, Margins and Size"
        problems.append(Problem("reference-page", message, Place(reference.shown), hint))
    problems += _left_behind(document, sections, setup, reference.shown)
    taking = Taking(file, reference.shown, sheet, names)
    on = _settings(settings)
    stories = _stories(taking, setup, even="evenAndOddHeaders" in on)
    own = next((one for one in sections if not one.upright), None) if setup.upright else None
    turned = None
    if own is not None and own.references != setup.references:
        turned = _stories(taking, own, even="evenAndOddHeaders" in on)
    problems += taking.problems
    levels = dict(_levels(sheet, matches, lists))
    problems += _unprinted(sheet, matches, levels, reference)
    if any(problem.is_error for problem in problems):
        return None, tuple(problems)
    letterhead = Letterhead(
        reference.shown,
        sheet,
        theme,
        matches,
        names,
        lists,
        levels,
        setup,
        stories,
        turned,
        on,
        _fonts(_part(file, "fontTable")),
    )
    return letterhead, tuple(problems)


def _plain_margins() -> dict[str, int]:
    sides = dict.fromkeys(("top", "right", "bottom", "left"), 1440)
    return sides | {"header": 720, "footer": 720, "gutter": 0}


def _part(file: File, kind: str) -> Element | None:
    """Return the root of a part that the main document leads to."""
    for relation in file.parts[file.main].relations.values():
        if relation.kind == OFFICE + kind and not relation.external:
            return parse_xml(file.parts[relation.target].data, relation.target)
    return None


def _names(sheet: Sheet, matches: Matches) -> dict[str, str]:
    """Return what the file's styles are called in what is written: ours keep their ids."""
    ours = {theirs: own for own, theirs in matches.same.items()}
    taken = {*ours.values(), *(name for name, _ in DEFAULTS.values()), *_our_ids()}
    names: dict[str, str] = {}
    for identifier in sheet.styles:
        name = ours.get(identifier)
        if name is None:
            name = identifier
            while name in taken:
                name = f"Letterhead{name}"
            taken.add(name)
        names[identifier] = name
    return names


def _our_ids() -> set[str]:
    return {*PARAGRAPH_NAMES, *CHARACTERS, *TABLES}


_NUMBERED = (
    *(f"Heading{level}" for level in range(1, 5)),
    "ListBullet", "ListBullet2", "ListBullet3", "ListNumber",
)  # fmt: skip


def _levels(sheet: Sheet, matches: Matches, lists: Lists) -> dict[str, Level]:
    found: dict[str, Level] = {}
    for identifier in _NUMBERED:
        own = matches.of(identifier)
        level = lists.level(sheet, sheet.styles[own]) if own is not None else None
        if level is not None:
            found[identifier] = level
    return found


def _unprinted(
    sheet: Sheet, matches: Matches, levels: Mapping[str, Level], reference: Reference
) -> list[Problem]:
    """Say which styles lose their numbers."""
    return [
        Problem(
            "reference-numbers",
            f"the numbers of {sheet.styles[matches.of(identifier) or ''].name} are not taken over:"
            " they repeat the level above, or are of a kind that is not printed",
            Place(reference.shown, inside="styles"),
            "number its level by itself, or under headings: in the house style",
            Severity.NOTE,
        )
        for identifier, level in levels.items()
        if level.format is None
    ]


def _stories(taking: Taking, setup: Setup, *, even: bool) -> dict[tuple[str, str], Story]:
    parts = taking.file.parts
    relations = parts[taking.file.main].relations
    found: dict[tuple[str, str], Story] = {}
    for kind in ("header", "footer"):
        for which in _WHICH:
            relation = relations.get(setup.references.get((kind, which), ""))
            used = which == "default" or (setup.title_page if which == "first" else even)
            if relation is None or relation.external or not used:
                continue
            part: FilePart = parts[relation.target]
            found[kind, which] = take_story(taking, part, where(kind, which))
    return found


def where(kind: str, which: str) -> str:
    """Return how people know a header or footer."""
    return f"{kind}{_PAGES[which]}"


def _settings(root: Element | None) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in root if root is not None else ():
        name = local(one)
        if str(one.tag) == W + name and name in _SETTINGS and value(one) not in {"0", "false"}:
            found.setdefault(name, plain_tree(one, "w"))
    return found


def _fonts(root: Element | None) -> dict[str, str]:
    """Return the fonts of a font table, without the files that are packed in."""
    found: dict[str, str] = {}
    for font in root.iterchildren(W + "font") if root is not None else ():
        for child in list(font):
            if local(child).startswith("embed"):
                font.remove(child)
        found.setdefault(value(font, "name"), plain_tree(font, "w"))
    return found


def _left_behind(
    document: Element, sections: list[Setup], setup: Setup, shown: str
) -> list[Problem]:
    """Say what stands in the file and is not taken: its text, and other sections."""
    problems = []
    if any(True for _ in document.iter(*_DRAWN)):
        message = "a picture in the text is not taken over, only those in headers and footers"
        hint = "move it into the header or footer, if it belongs to every letter"
        problems.append(
            Problem("reference-text", message, Place(shown, inside="body"), hint, Severity.NOTE)
        )
    others = [one for one in sections if one.upright and one.references != setup.references]
    if others:
        message = "its sections have different headers and footers; those of the last are taken"
        hint = "delete the other sections, if the brief is to have theirs"
        problems.append(Problem("reference-sections", message, Place(shown), hint, Severity.NOTE))
    return problems
