"""A company's pages: its page set-up on every section, with its headers and footers."""

from __future__ import annotations

from collections.abc import Mapping

from briefing.document import Meta
from briefing.docx import wml
from briefing.docx.package import CT, RT, Package, Part, Relations
from briefing.docx.reference.fields import WORDS_OF
from briefing.docx.reference.letterhead import Letterhead
from briefing.docx.reference.page import Setup
from briefing.docx.reference.running import Media, Story, markup_of
from briefing.docx.reference.turning import turned_story
from briefing.docx.xml import Element, add, escaped

__all__ = ["Stationery"]

References = tuple[tuple[str, str, str], ...]


class Stationery:
    """Writes the pages of one document: parts of headers and footers, and sections."""

    def __init__(
        self, package: Package, relations: Relations, letterhead: Letterhead, meta: Meta, title: str
    ) -> None:
        """Begin; ``title`` is that of the first section, for headers that show it."""
        self._package = package
        self._relations = relations
        self._file = letterhead
        self._media: dict[str, Part] = {}
        self._words = {
            "title": meta.title,
            "subject": meta.subject,
            "keywords": "; ".join(meta.keywords),
            "organization": meta.organization,
            "section": title,
        }

    def running(self, *, turned: bool) -> dict[tuple[str, str], str]:
        """Add the headers and footers of upright or turned pages; return their relationships."""
        file = self._file
        stories: Mapping[tuple[str, str], Story] = file.stories
        if turned and file.turned_stories is not None:
            stories = file.turned_stories
        found: dict[tuple[str, str], str] = {}
        for number, ((kind, which), story) in enumerate(stories.items(), 1):
            if turned and which == "first":
                continue  # the document has one first page
            if turned and file.turned_stories is None:
                story = turned_story(file, story, self.text_width(turned=True))  # noqa: PLW2901
            name = f"word/{kind}{'Turned' if turned else ''}{number}.xml"
            found[kind, which] = self._add(name, kind, story)
        return found

    def _add(self, name: str, kind: str, story: Story) -> str:
        above = kind == "header"
        text = markup_of(story.root)
        for word, own in self._words.items():
            text = text.replace(WORDS_OF.format(word), escaped(own))
        content_type = CT.WML_HEADER if above else CT.WML_FOOTER
        part = self._package.part(name, content_type, text.encode())
        own_relations = Relations(part)
        for target in story.relations:
            if isinstance(target, Media):
                own_relations.internal(RT.IMAGE, self._picture(target))
            else:
                own_relations.link(target)
        return self._relations.internal(RT.HEADER if above else RT.FOOTER, part)

    def _picture(self, media: Media) -> Part:
        if media.name not in self._media:
            self._media[media.name] = self._package.part(media.name, media.content_type, media.data)
        return self._media[media.name]

    def text_width(self, *, turned: bool) -> int:
        """Return how wide text is, in twips, on an upright page or on one on its side."""
        setup = self._file.setup
        long = max(setup.width, setup.height)
        return setup.text_width + (long - setup.width if turned else 0)

    def end_section(
        self,
        parent: Element,
        references: References,
        *,
        turned: bool,
        first: bool,
        titled: bool = False,
    ) -> None:
        """End a section; ``parent`` is the body or a ``w:pPr``.

        ``titled``: the first page has headers and footers of its own, whatever the file says.
        """
        setup: Setup = self._file.setup
        element = wml.add_property(parent, "w:sectPr")
        for kind, which, relationship in references:
            add(element, f"w:{kind}Reference", type=which, r__id=relationship)
        width, height = setup.width, setup.height
        if turned:
            width, height = max(width, height), min(width, height)
        lying = {"orient": "landscape"} if width > height else {}
        add(element, "w:pgSz", w=str(width), h=str(height), **lying)
        add(element, "w:pgMar", **{name: str(twips) for name, twips in setup.margins.items()})
        for markup in (setup.borders, setup.numbers[0 if first else 1]):
            if markup:
                element.append(markup)
        if setup.align:
            element.append(setup.align)
        if first and (setup.title_page or titled):
            add(element, "w:titlePg")
        if setup.grid is not None:
            kind, pitch, space = setup.grid
            own = {"type": kind} if kind else {}
            more = {"charSpace": space} if space else {}
            add(element, "w:docGrid", **own, linePitch=str(pitch), **more)
