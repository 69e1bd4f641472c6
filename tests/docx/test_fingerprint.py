"""Whether a file was changed since it was written, and that no file can hurt whoever asks."""

from __future__ import annotations

import io
import subprocess
import zipfile

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_briefs import document, line, modern

from briefing.docx import write
from briefing.docx.fingerprint import CUSTOM_PART, PROPERTY, is_pristine

DATA = write(document(line("文")), modern())


def repacked(changes=None, data=DATA):
    """Return the file with members replaced, added, or (None) left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        members = {name: old.read(name) for name in old.namelist()} | (changes or {})
        for name, content in members.items():
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


def custom(digest="0" * 64):
    return (
        f'<Properties><property name="{PROPERTY}"><lpwstr>{digest}</lpwstr></property></Properties>'
    )


def test_as_written():
    assert is_pristine(DATA) is True


def test_packed_anew_with_the_same_parts():
    assert is_pristine(repacked()) is True


@pytest.mark.parametrize(
    "changes",
    [
        {"word/document.xml": b"<x/>"},
        {"word/comments.xml": b"<x/>"},
        {"docProps/app.xml": None},
    ],
    ids=["changed", "added", "removed"],
)
def test_changed_since(changes):
    assert is_pristine(repacked(changes)) is False


def test_saved_by_another_program():
    out = io.BytesIO()
    docx.Document(io.BytesIO(DATA)).save(out)
    assert is_pristine(out.getvalue()) is False


@pytest.mark.tool("soffice")
def test_saved_by_libreoffice(tmp_path):
    (tmp_path / "brief.docx").write_bytes(DATA)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "docx", "--outdir", "saved"]
    subprocess.run(
        [*command, "brief.docx"], cwd=tmp_path, check=True, capture_output=True, timeout=180
    )
    assert is_pristine((tmp_path / "saved" / "brief.docx").read_bytes()) is False


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04",
        b"not a zip",
        DATA[:-30],
        repacked({CUSTOM_PART: None}),
        repacked({CUSTOM_PART: b"<Properties/>"}),
        repacked({CUSTOM_PART: b"x" * (1 << 21)}),
    ],
    ids=["empty", "stub", "text", "cut", "bare", "unsigned", "endless properties"],
)
def test_none_of_ours(data):
    assert is_pristine(data) is None


def test_a_bomb_is_not_unpacked():
    bomb = repacked({CUSTOM_PART: custom().encode(), "word/document.xml": b"\0" * (1 << 26)})
    assert len(bomb) < 1 << 18
    assert is_pristine(bomb) is False


@given(st.binary(max_size=400))
def test_any_bytes(data):
    assert is_pristine(data) is None


@given(st.integers(0, len(DATA) - 1), st.integers(0, 255))
def test_any_damaged_byte(place, value):
    damaged = DATA[:place] + bytes([value]) + DATA[place + 1 :]
    assert is_pristine(damaged) in {True, False, None}


def test_of_a_document_whose_text_repeats():
    assert is_pristine(write(document(line("长" * 500_000)), modern())) is True
