"""Inlines to runs: one function for each kind of node."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, assert_never

from briefing.document import (
    Code,
    Comment,
    Emphasis,
    Field,
    Footnote,
    Inlines,
    LineBreak,
    Link,
    Reference,
    Revision,
    Span,
    Strong,
    Text,
    walk_inlines,
)
from briefing.docx import wml
from briefing.docx.addresses import safe_address
from briefing.docx.anchors import PREFIX, FieldNumbers
from briefing.docx.bookmarks import Bookmarks
from briefing.docx.catalogue import CHARACTER_STYLES
from briefing.docx.design import Design
from briefing.docx.languages import Language, language
from briefing.docx.looks import colour
from briefing.docx.package import Relations
from briefing.docx.revisions import Revisions
from briefing.docx.wml import RunProperties
from briefing.docx.xml import Element, add
from briefing.style.model import CharacterLook

__all__ = ["COMMENT_MARK", "InlineWriter"]

COMMENT_MARK = RunProperties(style="CommentReference")
"""The look of a remark's mark: in the text, and before the remark itself."""

# Signs that Latin and Chinese fonts both have; in Chinese text they are full-width.
_SHARED = re.compile("[‘’“”—…·‥×÷°±§¶]")
# The same between Latin letters or digits (it’s, 9–10): there they stay Latin.
# The sign comes first, so that only where one stands its neighbours are looked at.
_LATIN = re.compile("[‘’—…·×](?<=[A-Za-z0-9].)(?=[A-Za-z0-9])")


@dataclass(frozen=True, slots=True, eq=False)
class _Context:
    """What holds for the runs being written: kinds of characters, innermost last.

    Made by :func:`_context` only, so that equal ones are the same and compare at once.
    """

    roles: tuple[str, ...] = ()
    language: Language | None = None
    linked: bool = False


@lru_cache(maxsize=1024)
def _context(roles: tuple[str, ...], language: Language | None, linked: bool) -> _Context:
    return _Context(roles, language, linked)


_OUTSIDE = _context((), None, False)


class _Look(NamedTuple):
    """The properties of runs in one context, as markup: as they are, and with the hint.

    Only ``chinese`` text has need of the hint, and that only where it holds a sign
    that both kinds of font have.
    """

    chinese: bool
    plain: str
    hinted: str

    def write(self, parent: Element, text: str) -> None:
        """Append text as one run, or as several where only some of it takes the hint."""
        if not self.chinese or text.isalnum() or not _SHARED.search(text):
            if text:
                parent.parts.append(wml.text_run(text, self.plain))
            return
        start = 0
        for found in _LATIN.finditer(text):
            self._between(parent, text[start : found.start()])
            parent.parts.append(wml.text_run(found.group(), self.plain))
            start = found.end()
        self._between(parent, text[start:])

    def _between(self, parent: Element, text: str) -> None:
        """Append Chinese text that has no such sign between Latin letters."""
        if text:
            properties = self.hinted if _SHARED.search(text) else self.plain
            parent.parts.append(wml.text_run(text, properties))


@lru_cache(maxsize=16)
def _looks(_design: Design) -> dict[_Context, _Look]:
    """Return the looks that a design is known to have; all its briefs add to them."""
    return {}


class InlineWriter:
    """Writes inlines into paragraphs of one document."""

    def __init__(
        self,
        design: Design,
        bookmarks: Bookmarks,
        relations: Relations,
        revisions: Revisions,
        numbers: FieldNumbers | None = None,
    ) -> None:
        """Write in the look of ``design``; links lead to ``bookmarks`` and by ``relations``.

        With ``numbers``, every field that has one gets a bookmark of its own.
        """
        self._design = design
        self._bookmarks = bookmarks
        self._relations = relations
        self.revisions = revisions
        self._numbers = numbers
        self._looks = _looks(design)
        self.notes: list[Footnote] = []
        self.comments: list[Comment] | None = []

    def elsewhere(self, relations: Relations) -> InlineWriter:
        """Return a writer for another part of the same file."""
        other = InlineWriter(
            self._design, self._bookmarks, relations, self.revisions, self._numbers
        )
        other.comments = None  # Word knows comments in the body alone
        return other

    def repeating(self) -> InlineWriter:
        """Return a writer for what stands elsewhere already: its fields get no bookmarks."""
        other = InlineWriter(self._design, self._bookmarks, self._relations, self.revisions)
        other.comments = None
        return other

    def write(
        self, parent: Element, children: Inlines, *, role: str | None = None, linked: bool = False
    ) -> None:
        """Append the runs of ``children`` to a paragraph.

        ``role`` is the kind of characters that all of them are; ``linked`` says
        that they stand inside a link already.
        """
        context = _context((role,) if role else (), None, linked) if role or linked else _OUTSIDE
        self._inlines(parent, children, context)

    def words(self, parent: Element, text: str) -> None:
        """Append text that the writer itself contributes, such as a caption's label."""
        self._look_of(_OUTSIDE).write(parent, text)

    def _inlines(self, parent: Element, children: Inlines, context: _Context) -> None:
        look = self._look_of(context)
        for node in children:
            match node:
                # The most frequent first.
                case Text():
                    look.write(parent, node.value)
                case Field():
                    self._field(parent, node, look)
                case Span():
                    self._span(parent, node, context)
                case Reference():
                    self._reference(parent, node, context)
                case LineBreak():
                    look.write(parent, "\n")
                case Link():
                    self._link(parent, node, context)
                case Strong():
                    self._inlines(parent, node.children, _with(context, "strong"))
                case Emphasis():
                    self._inlines(parent, node.children, _with(context, "emphasis"))
                case Code():
                    self._look_of(_with(context, "code")).write(parent, node.value)
                case Comment():
                    self._comment(parent, node, context)
                case Footnote():
                    self._footnote(parent, node)
                case Revision():
                    start = len(parent)
                    self._inlines(parent, node.children, context)
                    self.revisions.runs(parent, start, node.change)
                case _:
                    assert_never(node)

    def _field(self, parent: Element, node: Field, look: _Look) -> None:
        """Write a record's own words, inside the bookmark that finds them again."""
        number = self._numbers.take(node) if self._numbers else None
        if number is None:
            look.write(parent, node.value)
            return
        start, end = wml.bookmark(self._bookmarks.next(), f"{PREFIX}{number}")
        parent.parts.append(start)
        look.write(parent, node.value)
        parent.parts.append(end)

    def _span(self, parent: Element, node: Span, context: _Context) -> None:
        inner = context if node.role == "plain" else _with(context, node.role)
        if node.language is not None:
            inner = _context(inner.roles, language(node.language), inner.linked)
        self._inlines(parent, node.children, inner)

    def _link(self, parent: Element, node: Link, context: _Context) -> None:
        address = None if context.linked else safe_address(node.target)
        if address is None:
            self._inlines(parent, node.children, context)
            return
        element = wml.hyperlink(parent, relationship=self._relations.link(address))
        self._inlines(element, node.children, _with(context, "link", linked=True))

    def _reference(self, parent: Element, node: Reference, context: _Context) -> None:
        if context.linked or node.target not in self._bookmarks:
            # What was led to may be gone from a redline; the words look as they did.
            gone = self.revisions.expected and not context.linked
            self._inlines(parent, node.children, _with(context, "reference") if gone else context)
            return
        element = wml.hyperlink(parent, anchor=self._bookmarks.name(node.target))
        self._inlines(element, node.children, _with(context, "reference", linked=True))

    def _footnote(self, parent: Element, node: Footnote) -> None:
        """Write a note's mark; its text goes into a part of its own (see ``notes``).

        Raises:
            ValueError: no transform has numbered the note.
        """
        if node.number is None:
            raise ValueError(f"footnote {node.id!r} has no number")
        properties = RunProperties(style="FootnoteReference")
        if node.blocks:
            self.notes.append(node)
            inside = [one for one in walk_inlines(node.blocks) if isinstance(one, Comment)]
            ends = [self._remark(parent, one) for one in inside if self.comments is not None]
            run = wml.add_run(parent, properties)
            add(run, "w:footnoteReference", id=str(len(self.notes)))
            for end in ends:
                end()
        else:  # called again: Word would count it as a new one
            wml.text_runs(parent, str(node.number), properties)

    def _comment(self, parent: Element, node: Comment, context: _Context) -> None:
        """Write words with a remark on them; its text goes into a part of its own."""
        if self.comments is None:
            self._inlines(parent, node.children, context)
            return
        end = self._remark(parent, node)
        self._inlines(parent, node.children, context)
        end()

    def _remark(self, parent: Element, node: Comment) -> Callable[[], None]:
        """Begin the range of a remark; the function that is returned ends it."""
        assert self.comments is not None
        number = str(len(self.comments))
        self.comments.append(node)
        add(parent, "w:commentRangeStart", id=number)

        def end() -> None:
            add(parent, "w:commentRangeEnd", id=number)
            add(wml.add_run(parent, COMMENT_MARK), "w:commentReference", id=number)

        return end

    def _look_of(self, context: _Context) -> _Look:
        known = self._looks.get(context)
        if known is None:
            plain, hinted = (
                wml.run_properties(self._run_properties(context, hinted=hinted))
                for hinted in (False, True)
            )
            spoken = context.language or self._design.language
            known = self._looks[context] = _Look(spoken.chinese, plain, hinted)
        return known

    def _run_properties(self, context: _Context, *, hinted: bool) -> RunProperties:
        """Return the innermost kind as character style, and what outer ones add to it."""
        spoken = context.language
        foreign = spoken is not None and spoken != self._design.language
        properties = RunProperties(
            east_asian=hinted,
            right_to_left=foreign and spoken is not None and spoken.script == "complex",
            language=next(iter(spoken.own_slot().items())) if foreign and spoken else None,
        )
        if not context.roles:
            return properties
        *outer, inner = context.roles
        own = self._look(inner)
        properties = properties._replace(style=CHARACTER_STYLES[inner][0])
        for role in outer:
            if role == inner:
                continue
            look = self._look(role)
            if look.bold is not None and own.bold is None:
                properties = properties._replace(bold=look.bold)
            if look.italic is not None and own.italic is None:
                properties = properties._replace(italic=look.italic)
            if look.colour is not None and own.colour is None:
                properties = properties._replace(colour=colour(look.colour))
            if look.underline and not own.underline:
                properties = properties._replace(underline=True)
        return properties

    def _look(self, role: str) -> CharacterLook:
        return self._design.style.characters.get(role, CharacterLook())


@lru_cache(maxsize=256)
def _with(context: _Context, role: str, *, linked: bool = False) -> _Context:
    """Return the context inside one more kind of characters."""
    return _context((*context.roles, role), context.language, linked or context.linked)
