"""From a template and a brief to a DOCX: values filled in, pieces put together, parts written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from lxml import etree

from briefing.compose.foreign import Filled, Part
from briefing.compose.foreign import fill as fill_in
from briefing.compose.values import value_inlines
from briefing.document import (
    Block,
    Blocks,
    Document,
    Inlines,
    Paragraph,
    Table,
    fields,
    inline_text,
)
from briefing.docx.anchors import FieldNumbers
from briefing.docx.base import write_base
from briefing.docx.languages import language
from briefing.docx.package import RT, Package, Relations
from briefing.docx.package import Part as PackagePart
from briefing.docx.properties import application_properties, core_properties
from briefing.docx.xml import quoted
from briefing.memory import collector_paused
from briefing.problems import Place, Problem
from briefing.transforms import apply
from briefing.wordtemplate.components import Components
from briefing.wordtemplate.notes import collect_notes
from briefing.wordtemplate.settling import settle
from briefing.wordtemplate.source import Slot, tag_place
from briefing.wordtemplate.template import WordTemplate
from briefing.wordtemplate.tidying import Tidied
from briefing.wordtemplate.words import Words
from briefing.wordtemplate.xml import Element, serialize

if TYPE_CHECKING:
    from briefing.plan import PlannedBrief
    from briefing.style import Style
    from briefing.transforms import Scheme

__all__ = ["fill"]

MOST = 1 << 27
"""Most characters of markup that a filled-in template may come to."""


class _FaultError(Exception):
    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.message)


@dataclass(frozen=True, slots=True)
class _Value:
    """A value in its place; ``blocks`` are those of the base document that stand for it."""

    slot: Slot
    content: Inlines | str
    blocks: Blocks = ()


@collector_paused()
def fill(
    brief: PlannedBrief, template: WordTemplate, style: Style, scheme: Scheme
) -> tuple[bytes | None, list[Problem]]:
    """Return the brief as a DOCX made of the template, or ``None`` and why not.

    Same brief, template and style: same bytes.  ``style`` gives components and
    kinds of characters their look where the template has none.
    """
    filled, problems = fill_in(brief, template.foreign)
    if filled is None:
        return None, problems
    try:
        return write(filled, template, style, scheme), problems
    except _FaultError as fault:
        return None, [*problems, fault.problem]


def write(filled: Filled, template: WordTemplate, style: Style, scheme: Scheme) -> bytes:
    """Return the DOCX of a template that has been filled in."""
    values = _values(filled.parts, template)
    document, values = _base(filled, values, scheme)
    numbers = FieldNumbers(list(fields(document)))
    tidied = template.tidied
    package = Package()
    parts, relations = _parts(package, tidied)
    spoken = language(document.meta.language)
    words = Words(style, chinese=spoken.chinese, numbers=numbers)
    components = Components(package, tidied, relations, document, style, numbers)

    def markup(value: _Value) -> str:
        slot = value.slot
        if isinstance(value.content, str):
            return quoted(value.content)[1:-1]
        if value.blocks and not value.content:
            return components.write(value.blocks, slot)
        link = relations[slot.part].link
        if slot.kind == "run" and not slot.alone:
            return words.runs(value.content, slot.run_look, link)
        lines = [words.runs(line, slot.run_look, link) for line in _paragraphs(value.content)]
        if slot.kind == "run":
            return f"</w:p><w:p>{slot.paragraph_look}".join(lines)
        return "".join(f"<w:p>{slot.paragraph_look}{line}</w:p>" for line in lines)

    def checked(value: _Value) -> str:
        try:
            return markup(value)
        except ValueError as error:
            place = tag_place(template.source.shown, value.slot.tag)
            raise _FaultError(Problem("bad-character", str(error), place)) from None

    stories = _assembled(filled.parts, values, template, checked)
    roots = {name: _parsed(text, template) for name, text in stories.items()}
    notes = {name: deepcopy(root) for name, root in tidied.notes.items()}
    collect_notes(roots[tidied.main], notes, tidied.kinds)
    try:
        settle([*roots.values(), *notes.values()])
    except ValueError:
        raise _FaultError(_damaged(template)) from None
    for name, root in {**roots, **notes}.items():
        parts[name]._blob = serialize(root)  # noqa: SLF001 – python-docx sets it only at birth
    components.finish(parts)
    write_base(package, relations[tidied.main], document, style.name)
    _properties(package, document)
    return package.write()


def _values(parts: Sequence[Part], template: WordTemplate) -> list[_Value]:
    """Return the values in their places."""
    slots, slot = template.source.slots, None
    values: list[_Value] = []
    for part in parts:
        if part[0] == "piece":
            slot = slots.get(part[1])
            continue
        if slot is None:
            # Words that stand between tags of a macro's call: nothing prints there.
            raise _FaultError(_damaged(template))
        content = part[1]
        if part[2]:
            if slot.kind != "block":
                raise _FaultError(
                    Problem(
                        "template-place",
                        "a component makes paragraphs, so it cannot stand inside one",
                        tag_place(template.source.shown, slot.tag),
                        "give the tag a paragraph of its own",
                    )
                )
            values.append(_Value(slot, (), cast("Blocks", content)))
            continue
        inlines = value_inlines(content)
        if slot.kind == "text":
            values.append(_Value(slot, inline_text(inlines)))
        else:
            values.append(_Value(slot, inlines))
    return values


def _base(filled: Filled, values: list[_Value], scheme: Scheme) -> tuple[Document, list[_Value]]:
    """Return the document that the values make in their order, and the values as it has them.

    It is what edits of the file are compared with: a paragraph for each value,
    and the components whole.
    """
    blocks: list[Block] = []
    spans: list[tuple[int, int]] = []
    for value in values:
        first = len(blocks)
        if value.blocks:
            blocks += [_upright(block) for block in value.blocks]
        elif value.content and not isinstance(value.content, str):
            blocks.append(Paragraph(value.content))
        spans.append((first, len(blocks)))
    # A closing block belongs to the templates that say so; this one brings its own page.
    scheme = replace(scheme, closing=None)
    document = apply(Document(filled.meta, tuple(blocks)), scheme)
    assert len(document.blocks) == len(blocks)
    found: list[_Value] = []
    for value, (first, last) in zip(values, spans, strict=True):
        own = document.blocks[first:last]
        if value.blocks:
            found.append(replace(value, blocks=own))
        elif own:
            assert isinstance(own[0], Paragraph)
            found.append(replace(value, content=own[0].children))
        else:
            found.append(value)
    return document, found


def _upright(block: Block) -> Block:
    """Return a block that stays on the page where it is."""
    return replace(block, wide=False) if isinstance(block, Table) and block.wide else block


def _paragraphs(children: Inlines) -> list[Inlines]:
    """Return inlines cut into paragraphs where a line ends; empty lines are left out."""
    from briefing.document import LineBreak

    lines: list[list[object]] = [[]]
    for node in children:
        if isinstance(node, LineBreak):
            lines.append([])
        else:
            lines[-1].append(node)
    return [cast("Inlines", tuple(line)) for line in lines if line] or [()]


# ── Putting together ───────────────────────────────────────────────────────


def _assembled(
    parts: Sequence[Part],
    values: Sequence[_Value],
    template: WordTemplate,
    markup: Callable[[_Value], str],
) -> dict[str, str]:
    """Return the markup of every part with text."""
    source = template.source
    stories: dict[str, list[str]] = {}
    out: list[str] = []
    length, following = 0, iter(values)
    for part in parts:
        if part[0] == "piece":
            if part[1] in source.stories:
                out = stories.setdefault(source.stories[part[1]], [])
            text = source.pieces[part[1]] if part[1] < len(source.pieces) else ""
        else:
            text = markup(next(following))
        length += len(text)
        if length > MOST:
            message = "the template makes a file that is larger than any brief needs"
            raise _FaultError(Problem("template-too-much", message, Place(source.shown)))
        out.append(text)
    return {name: "".join(pieces) for name, pieces in stories.items()}


def _parsed(text: str, template: WordTemplate) -> Element:
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        return etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError:
        raise _FaultError(_damaged(template)) from None


def _damaged(template: WordTemplate) -> Problem:
    message = "what the tags repeat does not fit together again"
    hint = "let macros and {% set %} blocks hold whole paragraphs, and print them with {{p … }}"
    return Problem("template-place", message, Place(template.source.shown), hint)


# ── The file ───────────────────────────────────────────────────────────────


def _parts(package: Package, tidied: Tidied) -> tuple[dict[str, PackagePart], dict[str, Relations]]:
    """Add the template's parts to a package; return them and their relationships by name."""
    parts = {
        name: package.part(
            name, _MAIN if name == tidied.main else kind, tidied.others.get(name, b"")
        )
        for name, kind in tidied.types.items()
    }
    for name, kept in tidied.relations.items():
        for relation in kept:
            target = relation.target if relation.external else parts[relation.target]
            parts[name].rels.add_relationship(
                relation.kind,
                target,
                relation.id,
                relation.external,
            )
    package.relate(RT.OFFICE_DOCUMENT, parts[tidied.main])
    return parts, {name: Relations(parts[name]) for name in (*tidied.stories, *tidied.notes)}


_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def _properties(package: Package, document: Document) -> None:
    from briefing.docx.package import CT

    core = package.part("docProps/core.xml", CT.OPC_CORE_PROPERTIES, core_properties(document.meta))
    package.relate(RT.CORE_PROPERTIES, core)
    application = package.part(
        "docProps/app.xml", CT.OFC_EXTENDED_PROPERTIES, application_properties(document.meta)
    )
    package.relate(RT.EXTENDED_PROPERTIES, application)
