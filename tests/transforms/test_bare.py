"""Taking off what the steps put on, and putting it on again."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.building import Bundle, load
from briefing.building.workshop import Workshop, number_scheme, workshop_of
from briefing.compose import compose
from briefing.document import (
    Chart,
    Contents,
    Document,
    Footnote,
    Heading,
    Meta,
    OrderedList,
    Paragraph,
    Reference,
    Table,
    Text,
    Turned,
    walk_blocks,
    walk_inlines,
)
from briefing.document.merge import merge
from briefing.plan import PlannedBrief
from briefing.transforms import Scheme, apply, bare

sys.path.insert(0, str(Path(__file__).parent.parent / "document"))

from strategies import documents, edited

STYLES = ("modern", "official")


@pytest.fixture(scope="module")
def bundle(root: Path) -> Bundle:
    return load(root / "seeds")


def composed(brief: PlannedBrief, workshop: Workshop) -> Document:
    template, _ = workshop.template(brief.spec.template)
    assert template is not None
    document, _ = compose(brief, template)
    assert document is not None
    return document


def schemes() -> list[Scheme]:
    workshop = Workshop((Path(__file__).parent.parent.parent / "templates",))
    found = []
    for name in STYLES:
        style, problems = workshop.style(name)
        assert style is not None, problems
        found += [number_scheme(style, language) for language in ("zh", "en")]
    return found


SCHEMES = schemes()


def test_every_brief_of_the_example_in_every_style(bundle: Bundle) -> None:
    workshop = workshop_of(bundle.project)
    for brief in bundle.briefs:
        document = composed(brief, workshop)
        for scheme in SCHEMES:
            done = apply(document, scheme)
            assert apply(bare(done), scheme) == done, (brief.stem, scheme)


@given(documents(), st.sampled_from(SCHEMES))
def test_any_document(document: Document, scheme: Scheme) -> None:
    done = apply(document, scheme)
    assert apply(bare(done), scheme) == done
    assert bare(bare(done)) == bare(done)


@given(documents(), st.sampled_from(SCHEMES))
def test_nothing_that_the_steps_fill_in_is_left(document: Document, scheme: Scheme) -> None:
    left = bare(apply(document, scheme))
    for block in walk_blocks(left.blocks):
        assert not isinstance(block, Turned)
        if isinstance(block, Heading | Table | Chart):
            assert block.number is None
        if isinstance(block, OrderedList):
            assert {item.label for item in block.items} == {None}
        if isinstance(block, Contents):
            assert block.entries == ()
    for node in walk_inlines(left.blocks):
        if isinstance(node, Footnote):
            assert node.number is None


@given(st.data(), st.sampled_from(SCHEMES))
def test_an_edited_document_merged_with_itself_built_again(
    data: st.DataObject, scheme: Scheme
) -> None:
    """Where nothing is new, what is written again is what was edited, numbered anew."""
    built = data.draw(documents())
    person = data.draw(edited(built, "e"))
    one, other = bare(apply(built, scheme)), bare(apply(person, scheme))
    merged = merge(one, other, one)
    assert merged.conflicts == ()
    assert apply(merged.document, scheme) == apply(person, scheme)


def test_a_reference_without_a_number_to_say_keeps_its_words() -> None:
    meta = Meta(title="t", language="zh", organization="o", date="2024", identifier="i")
    kept = Reference((Text("上文"),), "p", "number")
    filled = Reference((Text("上文"),), "h", "number")
    document = Document(
        meta, (Heading(2, (Text("题"),), "h", numbered=True), Paragraph((kept, filled), id="p"))
    )
    found = bare(apply(document, SCHEMES[0])).blocks[1]
    assert isinstance(found, Paragraph)
    assert found.children == (kept, Reference((), "h", "number"))
