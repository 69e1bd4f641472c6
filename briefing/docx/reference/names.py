"""Which style of a company's file gives the look of which of ours.

By its name, also as programs in Chinese write it, or as the house style says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from briefing.docx.catalogue import (
    CHARACTER_STYLES,
    PARAGRAPH_NAMES,
    PARAGRAPH_STYLES,
    box_style,
    table_style,
)
from briefing.docx.read.names import normalized
from briefing.docx.reference.markup import W, value
from briefing.docx.reference.sheet import FileStyle, Sheet
from briefing.problems import Problem, Severity
from briefing.style.model import Reference

__all__ = ["KEYS", "TABLE", "Matches", "match"]

TABLE = "table"
"""The key of the style that tables rest on."""

DEFAULTS = {
    "paragraph": ("Normal", "Normal"),
    "character": ("DefaultParagraphFont", "Default Paragraph Font"),
    "table": ("TableNormal", "Normal Table"),
    "numbering": ("NoList", "No List"),
}
"""Id and name of the style of each kind that what names none has."""

# How programs in Chinese, and LibreOffice, name what Word has built in.
_LOCAL: Mapping[str, tuple[str, ...]] = {
    "BodyText": ("正文文本", "textbody"),
    "Title": ("标题",),
    "Subtitle": ("副标题",),
    **{f"Heading{level}": (f"标题{level}",) for level in range(1, 5)},
    "Quote": ("引用", "quotations"),
    "Caption": ("题注",),
    "TOCHeading": ("目录标题", "contentsheading"),
    **{f"TOC{level}": (f"目录{level}", f"contents{level}") for level in range(1, 4)},
    "Header": ("页眉",),
    "Footer": ("页脚",),
    "FootnoteText": ("脚注文本", "footnote"),
    "ListBullet": ("列表项目符号",),
    "ListNumber": ("列表编号",),
    "ListContinue": ("列表接续",),
    "Strong": ("要点", "strongemphasis"),
    "Emphasis": ("强调",),
    "Hyperlink": ("超链接", "internetlink"),
    "FootnoteReference": ("脚注引用", "footnoteanchor"),
}


CHARACTERS: Mapping[str, str] = dict(CHARACTER_STYLES.values()) | {
    "FootnoteReference": "footnote reference"
}
TABLES: Mapping[str, str] = dict(
    [
        *(table_style(role) for role in ("summary", "data", "plain", "closing")),
        *(box_style(role) for role in ("key-messages", "implications", "note", "warning")),
    ]
)
IN_TABLES = ("SummaryTable", "DataTable", "PlainTable")
"""Our table styles that rest on the file's own."""


KEPT = frozenset({"Title", "Caption", "TOCHeading", *(f"Heading{level}" for level in range(1, 5))})
"""Our styles that never end a page, unless the file says otherwise."""


def _keys() -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for entry in PARAGRAPH_STYLES:
        found.setdefault(entry.look, ("paragraph", entry.id))
    found |= {
        "list-bullet": ("paragraph", "ListBullet"),
        "list-number": ("paragraph", "ListNumber"),
        "recommendations": ("paragraph", "Recommendation"),
        "sources": ("paragraph", "SourceItem"),
    }
    for role, (identifier, _) in CHARACTER_STYLES.items():
        found.setdefault(role, ("character", identifier))
    found[TABLE] = ("table", TABLE)
    return found


KEYS: Mapping[str, tuple[str, str]] = _keys()
"""What ``reference_styles`` may name: kind and id of our style by key."""


@dataclass(frozen=True, slots=True)
class Matches:
    """Which style of the file answers to ours: ids of the file by ids of ours.

    ``same``: it *is* ours under another id.  ``under``: ours rests on it, since the house
    style named it and it has a name of its own.  ``table`` is the one that tables rest on.
    """

    same: Mapping[str, str]
    under: Mapping[str, str]
    table: str | None = None

    def of(self, identifier: str) -> str | None:
        """Return the id of the file's style that gives the look of one of ours, or None."""
        return self.under.get(identifier) or self.same.get(identifier)


def match(
    sheet: Sheet, reference: Reference, usual_table: str | None = None
) -> tuple[Matches, list[Problem]]:
    """Return which styles of the file are used, and what cannot be.

    ``usual_table`` is the id of the style that new tables take in the file.
    """
    problems: list[Problem] = []
    named = dict(_named(sheet, reference, problems))
    same: dict[str, str] = {}
    for kind, (identifier, _) in DEFAULTS.items():
        if kind in sheet.defaults:
            same[identifier] = sheet.defaults[kind]
    for kind, names in (
        ("paragraph", PARAGRAPH_NAMES),
        ("character", CHARACTERS),
        ("table", TABLES),
    ):
        for identifier, name in names.items():
            wanted = (normalized(name), *_LOCAL.get(identifier, ()))
            found = sheet.find(kind, wanted)
            if found is not None and found.id not in same.values():
                same[identifier] = found.id
            else:
                problems += _of_wrong_kind(sheet, kind, name, reference, identifier in named)
    under: dict[str, str] = {}
    for identifier, style in named.items():
        if identifier == TABLE or same.get(identifier) == style.id:
            continue
        same.pop(identifier, None)
        under[identifier] = style.id
    table = named[TABLE].id if TABLE in named else _table(sheet, usual_table)
    return Matches(same, under, table), problems


def _named(
    sheet: Sheet, reference: Reference, problems: list[Problem]
) -> Iterator[tuple[str, FileStyle]]:
    """Yield our ids with the styles that the house style names for them."""
    for key, name in reference.styles.items():
        at_key, at_name = reference.places.get(key, (reference.place, reference.place))
        if key not in KEYS:
            message = f"{key} is not a look that a style of the file can give"
            problems.append(Problem("unknown-key", message, at_key, _near(key, list(KEYS))))
            continue
        kind, identifier = KEYS[key]
        found = sheet.find(kind, (normalized(name),))
        if found is not None:
            yield identifier, found
            continue
        other = next((one for one in sheet.styles.values() if normalized(name) in one.names), None)
        names = [one.name for one in sheet.styles.values() if one.kind == kind]
        if other is None:
            message = f"{reference.name} has no {kind} style {name}"
            hint = _near(name, names)
        else:
            message = (
                f"{name} is a {other.kind} style in {reference.name}; {key} needs a {kind} style"
            )
            linked = sheet.styles.get(_link(other))
            close = linked is not None and linked.kind == kind
            hint = f"did you mean: {linked.name}" if close and linked else _near(name, names)
        problems.append(Problem("unknown-reference-style", message, at_name, hint))


def _link(style: FileStyle) -> str:
    return value(style.element.find(W + "link"))


def _near(word: str, names: list[str]) -> str | None:
    by_sign = {normalized(name): name for name in names}
    found = get_close_matches(normalized(word), list(by_sign), 1, 0.5)
    if found:
        return f"did you mean: {by_sign[found[0]]}"
    shown = ", ".join(names[:12])
    return f"known: {shown}{' …' if len(names) > 12 else ''}" if names else None


def _of_wrong_kind(
    sheet: Sheet, kind: str, name: str, reference: Reference, given: bool
) -> Iterator[Problem]:
    """Yield a warning where the file has a style of a name that we need, of another kind."""
    for style in sheet.styles.values():
        if style.kind != kind and normalized(style.name) == normalized(name) and not given:
            yield Problem(
                "reference-style-kind",
                f"{style.name} is a {style.kind} style in {reference.name}, and a {kind} style"
                " is needed: one is added",
                reference.place,
                "name another of its styles under reference_styles",
                Severity.WARNING,
            )


def _table(sheet: Sheet, usual: str | None) -> str | None:
    """Return the style of new tables, or the only one that is the file's own."""
    if usual in sheet.styles and usual not in sheet.defaults.values():
        return usual
    own = [
        one.id
        for one in sheet.styles.values()
        if one.kind == "table"
        and one.element.get(W + "customStyle") in {"1", "true", "on"}
        and not set(one.names) & {normalized(name) for name in TABLES.values()}
    ]
    return own[0] if len(own) == 1 else None
