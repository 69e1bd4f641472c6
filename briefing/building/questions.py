"""Open questions of a brief as remarks in its DOCX, for whoever finishes it.

What is asked: why words stand in another language than the brief, what the records
themselves call an open question, and which sources nobody can look up.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from briefing.document import Comment, Document, Field, Inlines, Text, fields
from briefing.document.comments import on_first

if TYPE_CHECKING:
    from briefing.plan import PlannedBrief

__all__ = ["with_questions"]

_WORDS = {
    "zh": {
        "translation": "缺少译文，这里用的是原文（{0}）。",
        "source": "来源未经核实：没有网址，也没有查阅日期。",
        "address": "来源未经核实：没有网址。",
        "question": "待核实：{0}",
    },
    "en": {
        "translation": "Not translated yet: these words are in another language ({0}).",
        "source": "Unverified source: it has neither an address nor a date of access.",
        "address": "Unverified source: it has no address.",
        "question": "Open question: {0}",
    },
}


def with_questions(document: Document, brief: PlannedBrief) -> Document:
    """Return the document with a remark at the first place of each open question.

    The remarks are signed with the organisation and dated with the date of the issue.
    """
    meta = document.meta
    for record, paths, text in _questions(document, brief):

        def fits(node: Field | Text, record: str = record, paths: tuple[str, ...] = paths) -> bool:
            return (
                isinstance(node, Field)
                and node.origin.record == record
                and node.origin.path in paths
            )

        def remark(children: Inlines, text: str = text) -> Comment:
            return Comment(children, meta.organization, (text,), meta.date)

        document = on_first(document, fits, remark) or document
    return document


def _questions(
    document: Document, brief: PlannedBrief
) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Yield each question: the record, the paths of the words it hangs on, the text."""
    words = _WORDS["zh" if brief.language.split("-")[0] == "zh" else "en"]
    seen = set()
    for node in fields(document):
        origin = node.origin
        if origin.language != brief.language and origin not in seen:
            seen.add(origin)
            yield origin.record, (origin.path,), words["translation"].format(origin.language)
    for selection in brief.selections:
        record = selection.record
        for note in record.notes:
            if note.kind == "open-question":
                text, _ = note.text.resolve(brief.language, brief.default_language)
                yield record.id, ("title", "subject"), words["question"].format(text)
        for number, source in enumerate(record.sources):
            if source.url is None:
                key = "source" if source.accessed is None else "address"
                yield record.id, (f"sources/{number}/title",), words[key]
