"""Files that come from anywhere: bombs, entities, macros, things that reach outside."""

from __future__ import annotations

import io
import zipfile

import pytest
from filling_in import filled
from wordfile import SPACES, R, W, made

MAIN = "word/_rels/document.xml.rels"
SPACE = "http://schemas.openxmlformats.org/package/2006/relationships"


def body(inner: str) -> dict[str, str]:
    return {
        "word/document.xml": f"<w:document {SPACES}><w:body>{inner}<w:p/></w:body></w:document>"
    }


def related(kind: str, target: str, *, external: bool = True) -> dict[str, str]:
    mode = ' TargetMode="External"' if external else ""
    entry = f'<Relationship Id="rId1" Type="{R}/{kind}" Target="{target}"{mode}/>'
    return {MAIN: f'<Relationships xmlns="{SPACE}">{entry}</Relationships>'}


def field(instruction: str) -> dict[str, str]:
    return body(
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"word/document.xml": "<w:document"}, "unreadable-docx"),
        (
            {
                "word/document.xml": '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
                f"<w:document {SPACES}><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body>"
                "</w:document>"
            },
            "unreadable-docx",
        ),
        (body(f"<w:p><w:r><w:t>{' ' * 3_000_000}</w:t></w:r></w:p>"), "too-large"),
        (body("<w:p>" + "<w:ins>" * 400 + "</w:ins>" * 400 + "</w:p>"), "unreadable-docx"),
        (related("image", "https://example.org/a.png"), "linked-from-outside"),
        (related("oleObject", "file:///c:/a.doc"), "linked-from-outside"),
        (related("vbaProject", "vbaProject.bin", external=False), "word-template-macros"),
        (field("DDEAUTO c:\\\\a.exe"), "linked-from-outside"),
        (field('INCLUDEPICTURE "https://example.org/a.png" \\d'), "linked-from-outside"),
        (field('HYPERLINK "file:///etc/passwd"'), "linked-from-outside"),
        (body("<w:p><w:fldSimple w:instr='INCLUDETEXT \"a\"'/></w:p>"), "linked-from-outside"),
    ],
)
def test_a_hostile_file_is_refused(more: dict[str, str], code: str) -> None:
    data, problems = filled(made("x", more=more))
    assert data is None
    assert code in {problem.code for problem in problems if problem.is_error}


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99]
)
def test_what_is_no_docx_is_refused(data: bytes) -> None:
    found, problems = filled(data)
    assert found is None
    assert [problem.code for problem in problems] == ["unreadable-docx"]


def test_what_is_known_to_be_harmless_may_stay() -> None:
    data, problems = filled(made("x", more=field("PAGE \\* MERGEFORMAT")))
    assert data is not None
    assert problems == []


def test_traces_of_the_author_are_left_out() -> None:
    more = {
        **body(
            '<w:p w:rsidR="00AB12CD"><w:ins w:author="Secret" w:date="2020-01-01T00:00:00Z">'
            "<w:r><w:t>kept</w:t></w:r></w:ins><w:del w:author='Secret'><w:r>"
            "<w:delText>gone</w:delText></w:r></w:del></w:p>"
        ),
        "docProps/core.xml": "<x>Secret</x>",
        "word/comments.xml": f'<w:comments xmlns:w="{W}"><w:comment w:author="Secret"/></w:comments>',
    }
    data, problems = filled(made("x", more=more))
    assert [problem.code for problem in problems] == ["tracked-changes"]
    assert data is not None
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"kept" in everything
    for trace in (b"Secret", b"gone", b"rsid", b"w:ins "):
        assert trace not in everything
