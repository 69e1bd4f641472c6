"""What changed between two versions of a brief, for those who read and mail a redline.

It stands on a page of its own before the marked pages of the PDF and in a text for the
e-mail; a DOCX holds nothing but the brief, so that accepting all changes gives the new
one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from briefing.building.earlier import elsewhere
from briefing.records.changes import Changes, Earlier, Snapshot, compare

if TYPE_CHECKING:
    from briefing.building.make import Workshop
    from briefing.document import Block, Blocks, Document, Inline, Inlines, Paragraph
    from briefing.plan import PlannedBrief
    from briefing.style import Style

__all__ = [
    "SUFFIX",
    "Told",
    "changes_between",
    "changes_since",
    "changes_text",
    "legend",
    "with_changes",
]

SUFFIX = ".changes.txt"
_LEGEND = (
    (
        "Marks: ",
        "inserted",
        "deleted",
        "moved to here",
        "moved away",
        "; a bar in the margin stands beside every line with a change.",
        ", ",
    ),
    ("标记：", "新增", "删除", "移入", "移走", "；有改动的行，页边标竖线。", "、"),
)
"""What stands around and in the marks, in English and in Chinese."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a version tells of its proposals.

    ``siblings`` are the records of the other briefs of its entry, by their group, where
    it is a project's.
    """

    snapshot: Snapshot
    siblings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def changes_between(old: Told | None, new: Told | None, language: str) -> Changes | None:
    """Return what changed, or None where one of the two does not tell which records it holds."""
    if old is None or new is None:
        return None
    before = {proposal.id for proposal in old.snapshot.proposals}
    after = {proposal.id for proposal in new.snapshot.proposals}
    came = elsewhere(old.siblings.items(), after - before, language)
    went = elsewhere(new.siblings.items(), before - after, language)
    return compare(Earlier(old.snapshot, came, went), new.snapshot)


def changes_since(brief: PlannedBrief, workshop: Workshop) -> Changes | None:
    """Return what changed since the issue before, or None where there is none."""
    from briefing.building.make import parsed
    from briefing.compose import changes_of

    return changes_of(brief, parsed(brief.spec.template, workshop)) if brief.earlier else None


def changes_text(changes: Changes, document: Document, style: Style) -> str:
    """Return the text of an e-mail that goes with the new version: subject, then a list."""
    from briefing.compose.changing import change_text
    from briefing.document import Paragraph

    def fill(line: Inlines) -> Inlines:
        (block,) = _filled((Paragraph(line),), document, style)
        assert isinstance(block, Paragraph)
        return block.children

    return change_text(changes, document.meta.title, document.meta.language, fill)


def with_changes(lined: Document, changes: Changes, new: Document, style: Style) -> Document:
    """Return a redline with what changed on a page before it; ``new`` is the new version."""
    from briefing.compose.changing import headline, plain_teller, sentence
    from briefing.document import Heading, PageBreak, Paragraph, Text

    language = new.meta.language
    # A table goes with the sentence that leads to it.
    listed = bool(changes.changes)
    about = " · ".join(part for part in (new.meta.title, *new.meta.header[:1]) if part)
    blocks: list[Block] = [
        Heading(1, (Text(headline(changes, language)),), id="changes"),
        Paragraph((Text(about),), role="meta", keep_with_next=True),
    ]
    blocks.append(Paragraph((Text(sentence(changes, language)),), keep_with_next=listed))
    blocks.append(replace(legend(language), keep_with_next=listed))
    if listed:
        # The brief itself may have such a table, and with it the id.
        blocks.append(replace(plain_teller(language).table(changes), id=None))
    front = _filled((*blocks, PageBreak()), new, style)
    return replace(lined, blocks=(*front, *lined.blocks))


def legend(language: str) -> Paragraph:
    """Return what the marks on the pages mean, each in the look of what it marks."""
    from briefing.document import Change, Paragraph, Revision, Text

    head, inserted, deleted, came, went, bar, comma = _LEGEND[language.startswith("zh")]
    marked = (
        (inserted, Change("inserted")),
        (deleted, Change("deleted")),
        (came, Change("inserted", 1)),
        (went, Change("deleted", 1)),
    )
    words: list[Inline] = [Text(head)]
    for text, change in marked:
        words += [Revision(change, (Text(text),)), Text(comma)]
    return Paragraph((*words[:-1], Text(bar)), role="meta")


def _filled(blocks: Blocks, document: Document, style: Style) -> Blocks:
    """Return blocks whose references have their numbers, as if they stood in a document."""
    from briefing.building.make import number_scheme
    from briefing.transforms.references import fill_references

    scheme = number_scheme(style, document.meta.language)
    whole = fill_references(replace(document, blocks=(*blocks, *document.blocks)), scheme)
    return whole.blocks[: len(blocks)]
