"""Files that mean harm, or are broken: a clear refusal, within bounds, and never a crash."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable

import pytest
from sample_briefs import document, field, modern, words

from briefing.document import Footnote, Heading, Paragraph, inline_text, walk_blocks
from briefing.docx import write
from briefing.docx.read import Refused, read

GOOD = write(
    document(
        Heading(1, words("甲")),
        Paragraph((field("一段话"), Footnote((Paragraph(words("注")),), "n", 1))),
    ),
    modern(),
)


def changed(data: bytes, change: Callable[[str, bytes], bytes | None], **more: bytes) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
        for name, content in more.items():
            new.writestr(name, content)
    return out.getvalue()


def body(content: bytes) -> Callable[[str, bytes], bytes]:
    return lambda name, old: content if name == "word/document.xml" else old


W = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DOCTYPE = (
    b'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY f SYSTEM "file:///etc/passwd">]>'
)
HOSTILE = {
    "no archive": b"PK no archive",
    "empty": b"",
    "cut off": GOOD[: len(GOOD) // 2],
    "entities": changed(
        GOOD,
        body(DOCTYPE + b"<w:document %b><w:body><w:p><w:r><w:t>&b;&f;</w:t></w:r></w:p></w:body>"
             b"</w:document>" % W),
    ),
    "bomb": changed(GOOD, body(b"<w:document %b><!--" % W + b" " * 120_000_000)),
    "no body": changed(GOOD, body(b"<w:document %b/>" % W)),
    "not well-formed": changed(GOOD, body(b"<w:document %b><w:body>" % W)),
    "no main part": changed(GOOD, lambda n, old: None if n == "word/document.xml" else old),
    "deep": changed(
        GOOD,
        body(
            b"<w:document %b><w:body>" % W
            + b"<w:tbl><w:tr><w:tc>" * 60
            + b"<w:p/>"
            + b"</w:tc></w:tr></w:tbl>" * 60
            + b"</w:body></w:document>"
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_refused(name: str) -> None:
    with pytest.raises(Refused) as raised:
        read(HOSTILE[name], "x.docx")
    problem = raised.value.problem
    assert problem.place is not None
    assert problem.place.file == "x.docx"
    assert problem.message


def test_a_damaged_base_is_said_and_the_words_are_read() -> None:
    def spoil(name: str, old: bytes) -> bytes:
        return old.replace(b'["Document"', b'["Nothing"') if name.startswith("customXml") else old

    spoilt = changed(GOOD, spoil)
    assert spoilt != GOOD
    reading = read(spoilt, "x.docx")
    if reading.base is None:
        assert [problem.code for problem in reading.problems] == ["damaged-base"]
    assert "一段话" in _text(reading.document)


def test_relations_that_lead_nowhere_or_outside_are_not_followed() -> None:
    def lead(name: str, old: bytes) -> bytes:
        if name != "word/_rels/document.xml.rels":
            return old
        return old.replace(
            b"</Relationships>",
            b'<Relationship Id="x1" Type="http://x/footnotes" Target="../../../etc/passwd"/>'
            b'<Relationship Id="x2" Type="http://x/image" Target="http://example.org/i.png"'
            b' TargetMode="External"/></Relationships>',
        )

    assert "一段话" in _text(read(changed(GOOD, lead)).document)


@pytest.mark.parametrize("seed", range(40))
def test_parts_with_pieces_lost_never_crash(seed: int) -> None:
    rng = random.Random(seed)

    def spoil(name: str, old: bytes) -> bytes:
        if not name.startswith("word/") or rng.random() < 0.5:
            return old
        at = rng.randrange(len(old))
        return old[:at] + old[at + rng.randrange(1, 40) :]

    try:
        reading = read(changed(GOOD, spoil))
    except Refused:
        return
    assert reading.document.meta


def _text(brief: object) -> str:
    blocks = brief.blocks  # type: ignore[attr-defined]
    return " ".join(
        inline_text(block.children) for block in walk_blocks(blocks) if isinstance(block, Paragraph)
    )
