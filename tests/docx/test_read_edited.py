"""Our own files as Word and WPS leave them: edits come back, and nothing else does."""

from __future__ import annotations

import io
import zipfile

import pytest
from sample_briefs import document, field, modern, words

from briefing.document import (
    BulletList,
    Footnote,
    Heading,
    Link,
    ListItem,
    Paragraph,
    walk_inlines,
)
from briefing.docx import write
from briefing.docx.read import read
from briefing.docx.read.reading import Reading

OLD = "Curb “deep-fakes”, now."
RUN = f"<w:r><w:t>{OLD}</w:t></w:r>"
LINKED = "Countering crime"
NOTE = Footnote((Paragraph(words("A note")),), "n", 1)
BUILT = write(
    document(
        Heading(1, words("Title")),
        Paragraph((*words("Ask: "), field(OLD, "summary"), *words(" (end)"), NOTE)),
        Paragraph((Link((field(LINKED, "subject"), *words(" (no title)")), "http://a.example/"),)),
        BulletList(
            tuple(
                ListItem((Paragraph((field(text, f"asks/{at}/text"),)), Paragraph(words("facts"))))
                for at, text in enumerate(("First ask.", "Second ask."))
            )
        ),
        language="en",
    ),
    modern(),
)


def edited(old: str, new: str) -> Reading:
    """Read the file with a piece of its body written differently."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(BUILT)) as package, zipfile.ZipFile(out, "w") as new_package:
        for name in package.namelist():
            content = package.read(name)
            if name == "word/document.xml":
                assert content.decode().count(old) == 1, content.decode()
                content = content.decode().replace(old, new).encode()
            new_package.writestr(name, content)
    return read(out.getvalue())


def now(reading: Reading) -> dict[str, tuple[str, ...]]:
    return {one.origin.path: one.new for one in reading.occurrences}


def r(text: str, properties: str = "", tag: str = "t") -> str:
    return f'<w:r>{properties}<w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'


def deleted(text: str) -> str:
    return f'<w:del w:id="90" w:author="Li">{r(text, tag="delText")}</w:del>'


def inserted(content: str) -> str:
    return f'<w:ins w:id="91" w:author="Li">{content}</w:ins>'


BOLD = "<w:rPr><w:b/></w:rPr>"
NO_CHANGE = {
    "runs split letter by letter": "".join(r(char) for char in OLD),
    "marks of the spelling": f'{r(OLD[:4])}<w:proofErr w:type="spellStart"/>{r(OLD[4:])}',
    "a smart tag": f"<w:smartTag>{r(OLD[:4])}</w:smartTag>{r(OLD[4:])}",
    "a content control": f"<w:sdt><w:sdtPr/><w:sdtContent>{RUN}</w:sdtContent></w:sdt>",
    "the cursor's bookmark": f'{r(OLD[:4])}<w:bookmarkStart w:id="99" w:name="_GoBack"/>'
    f'<w:bookmarkEnd w:id="99"/>{r(OLD[4:])}',
    "a page that ended here": f"<w:r><w:t>{OLD[:4]}</w:t><w:lastRenderedPageBreak/>"
    f"<w:t>{OLD[4:]}</w:t></w:r>",
    "a bold word": f"{r(OLD[:4], BOLD)}{r(OLD[4:])}",
    "an insertion deleted again": f"{r(OLD[:4])}{inserted(deleted('gone'))}{r(OLD[4:])}",
}


@pytest.mark.parametrize("name", NO_CHANGE)
def test_what_is_no_change(name: str) -> None:
    found = now(edited(RUN, NO_CHANGE[name]))
    assert found["summary"] == (OLD,)


CHANGES = {
    "typed": (r("Ban them."), "Ban them."),
    "tracked": (f"{r('Curb “deep')}{deleted('-')}{inserted(r(' '))}{r('fakes”, now.')}",
                "Curb “deep fakes”, now."),
    "bold and new": (f"{r('Curb ')}{r('all ', BOLD)}{r(OLD[5:])}", "Curb all " + OLD[5:]),
    "a line end": (f"<w:r><w:t>{OLD[:4]}</w:t><w:br/><w:t>{OLD[4:]}</w:t></w:r>",
                   f"{OLD[:4]}\n{OLD[4:]}"),
    "a sign": (f'{r(OLD)}<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', OLD + "✓"),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_changes_come_back(name: str) -> None:
    xml, expected = CHANGES[name]
    assert now(edited(RUN, xml))["summary"] == (expected,)


def test_words_typed_over_the_beginning_of_a_link_are_its_fields() -> None:
    """LibreOffice puts them before the link, in the look of what stands around it."""
    link = '<w:hyperlink r:id="rId'
    body = _body()
    at = body.index(link)
    start = body[at : body.index("<w:bookmarkStart", at)]
    reading = edited(start, r("Fighting") + start)  # and what the link still says:
    assert now(reading)["subject"] == (LINKED,)
    without = body[at : body.index("</w:hyperlink>", at)]
    reading = edited(without, r("Fighting") + without.replace("Countering crime", " crime"))
    assert now(reading)["subject"] == ("Fighting crime",)
    reading = edited(without, r("Law") + without.replace(LINKED, ""))
    assert now(reading)["subject"] == ("Law",)


def _body() -> str:
    with zipfile.ZipFile(io.BytesIO(BUILT)) as package:
        return package.read("word/document.xml").decode()


def test_an_item_typed_between_another_and_its_facts() -> None:
    """Enter at the end of an item's first line: the facts stay with the item before."""
    body = _body()
    start = body.index("<w:p>", body.rindex("</w:p>", 0, body.index("First ask.")))
    first = body[start : body.index("</w:p>", start) + len("</w:p>")]
    new = f"<w:p>{first[len('<w:p>') : first.index('</w:pPr>')]}</w:pPr>{r('New ask.')}</w:p>"
    items = next(
        block for block in edited(first, first + new).document.blocks
        if isinstance(block, BulletList)
    ).items  # fmt: skip
    assert [len(item.blocks) for item in items] == [2, 1, 2]


def test_a_footnote_put_into_a_field_is_no_word_of_it() -> None:
    body = _body()
    at = body.index("<w:footnoteReference")
    mark = body[at : body.index(">", at) + 1]
    reading = edited(RUN, f"{r(OLD[:4])}<w:r>{mark}</w:r>{r(OLD[4:])}")
    assert now(reading)["summary"] == (OLD,)
    notes = [node for node in walk_inlines(reading.document.blocks) if isinstance(node, Footnote)]
    assert len(notes) == 2
