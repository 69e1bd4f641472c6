"""Hundreds of edits made in LibreOffice: each comes back exactly, and nothing else does."""

from __future__ import annotations

from pathlib import Path

import pytest
from edits import random_edits
from office import Office

from briefing.docx.read import read

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*.docx"))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_random_edits(path: Path, office: Office) -> None:
    data = path.read_bytes()
    edited = random_edits(data, SAMPLES.index(path), 8)
    reading = read(office.edit(data, *edited.steps), path.name)
    for one in reading.occurrences:
        wanted = edited.words.get(one.numbers[0], (one.old,))
        assert [words.strip() for words in one.new] == [words.strip() for words in wanted], (
            one.old,
            edited.names,
        )
    for number, text in edited.comments.items():
        assert any(text == remark.text and number in remark.fields for remark in reading.remarks)
    assert len(edited.names) >= 5


@pytest.mark.parametrize("path", SAMPLES[::3], ids=lambda path: path.stem)
def test_tracked_edits_are_read_both_ways(path: Path, office: Office) -> None:
    data = path.read_bytes()
    edited = random_edits(data, SAMPLES.index(path), 8, tracked=True)
    saved = office.edit(data, *edited.steps)
    accepted = read(saved, path.name)
    for one in accepted.occurrences:
        wanted = edited.words.get(one.numbers[0], (one.old,))
        assert [words.strip() for words in one.new] == [words.strip() for words in wanted]
    assert accepted.tracked > 0
    rejected = read(saved, path.name, view="rejected")
    assert rejected.document == rejected.base
    assert all(one.new == (one.old,) for one in rejected.occurrences)


@pytest.mark.parametrize("path", SAMPLES[::6], ids=lambda path: path.stem)
def test_a_file_that_was_only_saved_is_its_base(path: Path, office: Office) -> None:
    reading = read(office.edit(path.read_bytes()), path.name)
    assert reading.document == reading.base
    assert reading.problems == ()
