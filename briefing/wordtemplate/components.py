"""Components in a Word template: written as in a brief of our own, in the template's styles.

A style that the template has under the same name is used as it is; one that it
lacks is added, resting on the template's own default, so that its fonts are kept.
"""

from __future__ import annotations

import re
from dataclasses import replace

from briefing.document import Blocks, Document
from briefing.docx.anchors import FieldNumbers
from briefing.docx.body import write_blocks
from briefing.docx.bookmarks import Bookmarks, identifiers
from briefing.docx.context import Context, Counter
from briefing.docx.design import Design, design
from briefing.docx.flow import Flow
from briefing.docx.headings import HeadingNumbers
from briefing.docx.inlines import InlineWriter
from briefing.docx.numbering import Numbering
from briefing.docx.opening import parse_xml
from briefing.docx.package import CT, RT, Package, Part, Relations
from briefing.docx.revisions import Revisions
from briefing.docx.xml import Element as Markup
from briefing.style.model import Style
from briefing.wordtemplate.source import Slot
from briefing.wordtemplate.tidying import Tidied
from briefing.wordtemplate.xml import Element, element, qn, serialize

__all__ = ["Components"]

BASE = "ComponentBase"
"""The style that the added ones rest on: the house style's spacing, in the template's type."""

_STYLE = re.compile(r'(<w:(?:pStyle|rStyle|tblStyle) w:val=")([^"]*)(")')
_NUMBER = re.compile(r'(<w:numId w:val=")([1-9][0-9]*)(")')
_TWIPS_WIDE = 9_000  # the text of a page, where a template does not say


class Components:
    """Writes the components of one document, and what they need into its parts."""

    def __init__(
        self,
        package: Package,
        tidied: Tidied,
        relations: dict[str, Relations],
        document: Document,
        style: Style,
        numbers: FieldNumbers,
    ) -> None:
        self._package = package
        self._tidied = tidied
        self._relations = relations
        self._document = document
        self._style = style
        self._numbers = numbers
        self._design: Design | None = None
        self._contexts: dict[str, Context] = {}
        self._numbering: Numbering | None = None
        self._drawings = Counter()
        self._styles: _Styles | None = None
        self._lists: _Lists | None = None
        self._numbered = False

    def write(self, blocks: Blocks, slot: Slot) -> str:
        """Return the markup of blocks that stand in a slot."""
        context = self._context(slot.part)
        body = Markup("w:body")
        flow = Flow(
            body,
            slot.width or _TWIPS_WIDE,
            context.design,
            context.bookmarks,
            context.inlines.revisions,
        )
        write_blocks(context, flow, blocks)
        flow.close("BodyText")
        assert self._styles is not None
        assert self._lists is not None
        styles, lists = self._styles, self._lists
        text = "".join(map(str, body.parts))
        text = _STYLE.sub(lambda m: m[1] + styles.known(m[2]) + m[3], text)
        self._numbered = self._numbered or _NUMBER.search(text) is not None
        return _NUMBER.sub(lambda m: m[1] + str(int(m[2]) + lists.above) + m[3], text)

    def finish(self, parts: dict[str, Part]) -> None:
        """Write the styles and lists that the components use into the file's parts."""
        if self._styles is None or self._lists is None or self._numbering is None:
            return
        added = self._styles.added(self._lists.above)
        part = self._part(parts, "styles", RT.STYLES, CT.WML_STYLES)
        part._blob = serialize(self._styles.root)  # noqa: SLF001 – set only at birth
        if self._numbered or any(True for one in added.values() for _ in one.iter(qn("w:numId"))):
            self._lists.take(parse_xml(self._numbering.part()), added)
            part = self._part(parts, "numbering", RT.NUMBERING, CT.WML_NUMBERING)
            part._blob = serialize(self._lists.root)  # noqa: SLF001

    def _part(self, parts: dict[str, Part], kind: str, relation: str, content: str) -> Part:
        name = _found(self._tidied, kind)
        if name is not None:
            return parts[name]
        part = self._package.part(self._package.free(f"word/{kind}", ".xml"), content, b"")
        self._relations[self._tidied.main].internal(relation, part)
        return part

    def _context(self, part: str) -> Context:
        if part in self._contexts:
            return self._contexts[part]
        if self._design is None:
            # Its styles may be the template's own: what ours say has to be said anew.
            own = design(self._style, self._document.meta.language)
            self._design = replace(own, keeps=frozenset())
            self._numbering = Numbering(self._design.numbering_root(), self._design.lists)
            self._styles = _Styles(self._tidied, parse_xml(self._design.styles.data))
            self._lists = _Lists(self._tidied)
        assert self._numbering is not None
        bookmarks = Bookmarks(frozenset(identifiers(self._document)))
        spoken = self._design.style
        relations = self._relations[part]
        revisions = Revisions(self._document.meta, bookmarks.next, expected=True)
        context = Context(
            design=self._design,
            words=spoken.word(self._document.meta.language),
            bookmarks=bookmarks,
            inlines=InlineWriter(self._design, bookmarks, relations, revisions, self._numbers),
            numbering=self._numbering,
            headings=HeadingNumbers(spoken, self._numbering),
            write=write_blocks,
            chart_part=lambda *parts: relations.internal(RT.CHART, self._package.chart(*parts)),
            picture_part=lambda *parts: relations.shared(RT.IMAGE, self._package.picture(*parts)),
            drawings=self._drawings,
            page_numbers=None,
            breaks=[],
        )
        if self._contexts:  # links inside the document lead from every part to the same places
            first = next(iter(self._contexts.values()))
            context = replace(
                context,
                bookmarks=first.bookmarks,
                inlines=InlineWriter(
                    self._design,
                    first.bookmarks,
                    relations,
                    first.inlines.revisions,
                    self._numbers,
                ),
            )
        self._contexts[part] = context
        return context


def _found(tidied: Tidied, kind: str) -> str | None:
    return next((name for name, found in tidied.kinds.items() if found == kind), None)


class _Styles:
    """The styles of a template, and those of ours that are added to them."""

    def __init__(self, tidied: Tidied, ours: Element) -> None:
        name = _found(tidied, "styles")
        self.root = parse_xml(tidied.others[name]) if name else element("w:styles")
        self._ours = {one.get(qn("w:styleId"), ""): one for one in ours.iterchildren(qn("w:style"))}
        self._theirs: dict[tuple[str, str], str] = {}
        self._defaults: dict[str, str] = {}
        self._taken: set[str] = set()
        for one in self.root.iterchildren(qn("w:style")):
            identifier, kind = one.get(qn("w:styleId"), ""), one.get(qn("w:type"), "")
            self._taken.add(identifier)
            self._theirs.setdefault((kind, _style_name(one)), identifier)
            if one.get(qn("w:default")) in {"1", "true", "on"}:
                self._defaults.setdefault(kind, identifier)
        self._names: dict[str, str] = {}
        self._wanted: dict[str, Element] = {}

    def known(self, identifier: str) -> str:
        """Return what one of our styles is called in the file; one that is missing is added."""
        if identifier in self._names:
            return self._names[identifier]
        own = self._ours.get(identifier)
        if own is None:
            return identifier
        kind = own.get(qn("w:type"), "")
        theirs = self._theirs.get((kind, _style_name(own)))
        if own.get(qn("w:default")) == "1" and kind != "paragraph":
            theirs = theirs or self._defaults.get(kind)
        if theirs is not None and identifier != "Normal":
            self._names[identifier] = theirs
            return theirs
        name = BASE if identifier == "Normal" else identifier
        while name in self._taken:
            name = f"Component{name}"
        self._taken.add(name)
        self._names[identifier] = name
        self._wanted[name] = own
        for part in ("basedOn", "next", "link"):
            other = own.find(qn(f"w:{part}"))
            if other is not None:
                self.known(other.get(qn("w:val"), ""))
        return name

    def added(self, above: int) -> dict[str, Element]:
        """Add the styles that are missing, their lists numbered from ``above``; return them."""
        for name, own in self._wanted.items():
            own.set(qn("w:styleId"), name)
            own.attrib.pop(qn("w:default"), "")
            for part in ("basedOn", "next", "link"):
                other = own.find(qn(f"w:{part}"))
                if other is not None:
                    other.set(qn("w:val"), self.known(other.get(qn("w:val"), "")))
            for number in own.iter(qn("w:numId")):
                number.set(qn("w:val"), str(int(number.get(qn("w:val"), "0")) + above))
            if own is self._ours.get("Normal"):
                self._base(own)
            self.root.append(own)
        return self._wanted

    def _base(self, own: Element) -> None:
        """Make a style of its own of our Normal, which says nothing of type."""
        own.set(qn("w:customStyle"), "1")
        for part in ("rPr", "qFormat"):
            found = own.find(qn(f"w:{part}"))
            if found is not None:
                own.remove(found)
        label = own.find(qn("w:name"))
        assert label is not None
        label.set(qn("w:val"), "Component Base")
        if "paragraph" in self._defaults:
            label.addnext(element("w:basedOn", val=self._defaults["paragraph"]))


def _style_name(style: Element) -> str:
    name = style.find(qn("w:name"))
    return (name.get(qn("w:val"), "") if name is not None else "").lower()


class _Lists:
    """The lists of a template, with ours behind them: ours have numbers from ``above`` on."""

    def __init__(self, tidied: Tidied) -> None:
        name = _found(tidied, "numbering")
        self.root = parse_xml(tidied.others[name]) if name else element("w:numbering")
        self.above = _highest(self.root, "num", "numId")
        self._definitions = _highest(self.root, "abstractNum", "abstractNumId") + 1

    def take(self, ours: Element, styles: dict[str, Element]) -> None:
        """Add our definitions and lists; only ``styles`` are linked to their levels."""
        for one in list(ours):
            if one.tag == qn("w:abstractNum"):
                _shift(one, "abstractNumId", self._definitions)
                for link in list(one.iter(qn("w:pStyle"), qn("w:styleLink"))):
                    parent = link.getparent()
                    if link.get(qn("w:val")) not in styles and parent is not None:
                        parent.remove(link)
                definitions = self.root.findall(qn("w:abstractNum"))
                pictures = self.root.findall(qn("w:numPicBullet"))
                before = definitions or pictures
                if before:
                    before[-1].addnext(one)
                else:
                    self.root.insert(0, one)
            else:
                _shift(one, "numId", self.above)
                inner = one.find(qn("w:abstractNumId"))
                assert inner is not None
                _shift(inner, "val", self._definitions)
                before = self.root.findall(qn("w:num")) or self.root.findall(qn("w:abstractNum"))
                before[-1].addnext(one)


def _highest(root: Element, name: str, attribute: str) -> int:
    values = [one.get(qn(f"w:{attribute}"), "") for one in root.iterchildren(qn(f"w:{name}"))]
    return max((int(value) for value in values if value.isdigit() and len(value) < 10), default=0)


def _shift(one: Element, attribute: str, by: int) -> None:
    one.set(qn(f"w:{attribute}"), str(int(one.get(qn(f"w:{attribute}"), "0")) + by))
