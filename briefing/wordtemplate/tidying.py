"""What a template holds that must not go into an output: who wrote it, when, what was changed.

Comments, tracked changes, editing ids, custom XML, document properties and
everything that leads out of the file are left out; what cannot be left out without
losing something that is seen is refused.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from briefing.docx.cleaning import changed, clean, unwrap
from briefing.docx.fieldcodes import foreign_fields
from briefing.docx.opening import OFFICE, File, FilePart, Relation, parse_xml
from briefing.problems import Place, Problem, Severity
from briefing.wordtemplate.xml import Element, qn, serialize

__all__ = ["STORIES", "Tidied", "tidy"]

STORIES = ("header", "footer", "footnotes", "endnotes")
"""The kinds of parts with text, besides the document itself."""

_MICROSOFT = "http://schemas.microsoft.com/office/"
_KEPT = frozenset(
    [
        *(OFFICE + kind for kind in STORIES),
        *(
            OFFICE + kind
            for kind in (
                "styles", "numbering", "settings", "fontTable", "theme", "image", "chart", "font",
                "themeOverride", "chartUserShapes", "diagramData", "diagramLayout",
                "diagramQuickStyle", "diagramColors", "hyperlink",
            )
        ),
        _MICROSOFT + "2007/relationships/diagramDrawing",
        _MICROSOFT + "2007/relationships/hdphoto",
        _MICROSOFT + "2011/relationships/chartStyle",
        _MICROSOFT + "2011/relationships/chartColorStyle",
    ]
)  # fmt: skip
_DROPPED = frozenset(
    [
        "comments", "commentsExtended", "commentsIds", "commentsExtensible", "people", "customXml",
        "glossaryDocument", "stylesWithEffects", "webSettings", "printerSettings", "keyMapCustomizations",
        "attachedTemplate", "documenttasks", "classificationlabels", "customXmlProps", "recipientData",
        "mailMergeSource", "mailMergeHeaderSource", "mailMergeRecipientData", "thumbnail", "ui",
    ]
)  # fmt: skip
"""By the last word of the kind: what tells of its author and is not seen."""

_SETTINGS = frozenset(
    [
        "rsids", "attachedTemplate", "mailMerge", "docVars", "proofState", "trackRevisions",
        "revisionView", "writeProtection", "updateFields", "docId", "chartTrackingRefBased",
        "saveThroughXslt", "linkStyles", "activeWritingStyle",
    ]
)  # fmt: skip
_SCHEMES = {"http", "https", "mailto"}


@dataclass(slots=True)
class Tidied:
    """A file without what is not to go on: trees of what holds text, and the other parts.

    ``notes`` holds the parts of footnotes and endnotes, without the notes themselves,
    once these stand where they are called (see ``notes``).
    """

    main: str
    stories: dict[str, Element]
    kinds: dict[str, str]
    others: dict[str, bytes]
    types: dict[str, str]
    relations: dict[str, tuple[Relation, ...]]
    problems: list[Problem] = field(default_factory=list)
    notes: dict[str, Element] = field(default_factory=dict)


def tidy(file: File, shown: str) -> Tidied:
    """Return what of ``file`` may go into an output.

    Raises:
        ValueError: a part that holds text is no XML.
    """
    tidied = Tidied(file.main, {}, {}, {}, {}, {})
    place = Place(shown)
    _take(file.parts[file.main], "body", file, tidied, place)
    if any(changed(root) for root in tidied.stories.values()):
        tidied.problems.append(
            Problem(
                "tracked-changes",
                "the template holds tracked changes, which count as accepted",
                place,
                "accept or reject them in Word, under Review",
                Severity.WARNING,
            )
        )
    for root in tidied.stories.values():
        clean(root)
        for kind in dict.fromkeys(foreign_fields(root)):
            message = f"a field reaches outside the file: {kind}"
            hint = (
                "delete it (Alt+F9 shows the fields), or replace it with its result (Ctrl+Shift+F9)"
            )
            tidied.problems.append(Problem("linked-from-outside", message, place, hint))
    return tidied


def _take(part: FilePart, kind: str, file: File, tidied: Tidied, place: Place) -> None:
    """Take a part, and those that it leads to."""
    tidied.types[part.name] = part.content_type
    tidied.kinds[part.name] = kind
    root: Element | None = None
    if kind in {"body", *STORIES}:
        root = tidied.stories[part.name] = parse_xml(part.data, part.name)
    elif kind == "settings":
        tidied.others[part.name] = _settings(part)
    elif kind in {"styles", "numbering"}:
        other = parse_xml(part.data, part.name)
        clean(other)
        tidied.others[part.name] = serialize(other)
    elif part.content_type.endswith(("+xml", "/xml")):
        # Parsed and written anew, so that nothing hides in comments or entities.
        tidied.others[part.name] = serialize(parse_xml(part.data, part.name))
    else:
        tidied.others[part.name] = part.data
    kept: list[Relation] = []
    for relation in part.relations.values():
        name = relation.kind.rpartition("/")[2]
        package = name == "package" and kind == "chart"
        if relation.external and name == "hyperlink":
            if urlsplit(relation.target).scheme.lower() in _SCHEMES:
                kept.append(relation)
            else:
                tidied.problems.append(_link(relation, place))
                _unlink(root, relation.id)
        elif name in _DROPPED:
            _unlink(root, relation.id)
        elif relation.external:
            what = "a picture" if name == "image" else f"something ({name})"
            message = f"{what} is linked from outside the file"
            hint = "put it into the file itself: in Word, Insert, Pictures, without “Link to file”"
            tidied.problems.append(Problem("linked-from-outside", message, place, hint))
        elif relation.kind in _KEPT or package:
            kept.append(relation)
        else:
            message = f"the template holds something that is not taken over ({name})"
            hint = "delete it, or paste it as a picture"
            tidied.problems.append(Problem("not-in-word", message, place, hint))
    tidied.relations[part.name] = tuple(kept)
    for relation in kept:
        if not relation.external and relation.target not in tidied.types:
            inner = relation.kind.rpartition("/")[2]
            _take(file.parts[relation.target], inner, file, tidied, place)


def _link(relation: Relation, place: Place) -> Problem:
    message = f"a link leads to {relation.target[:80]}, so only its words are kept"
    hint = "links may begin with https:, http: or mailto:"
    return Problem("link-left-out", message, place, hint, Severity.WARNING)


def _unlink(root: Element | None, identifier: str) -> None:
    """Keep the words of a link whose address is left out."""
    for element in list(root.iter() if root is not None else ()):
        if element.get(qn("r:id")) == identifier:
            if element.tag == qn("w:hyperlink"):
                unwrap(element)
            else:
                del element.attrib[qn("r:id")]


def _settings(part: FilePart) -> bytes:
    root = parse_xml(part.data, part.name)
    for child in list(root):
        if child.tag.rpartition("}")[2] in _SETTINGS:
            root.remove(child)
    clean(root)
    return serialize(root)
