"""The example's texts are in both languages, and in our own words.

``article-shingles.txt`` holds no text: it is the sorted set of the first four
bytes of the SHA-256 of every run of twelve characters of the article (letters,
digits and Han characters only), in base64.  A run of ours whose hash is among
them was copied.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from briefing.plan.model import Project
from briefing.records.model import LocalText, Record, Strict

HERE = Path(__file__).parent
SEEDS = HERE.parents[1] / "seeds"
RUN = 12
DIGEST = 4

FACTUAL = {"title", "positions", "organization", "name", "sources", "vocabularies"}
"""Fields that hold names, titles and the article's own headings: quoted, not reworded."""


def read(path: Path, model: type[Strict]) -> Any:
    data = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
    return model.model_validate(data, context={"default_language": "zh"})


def texts(value: Any, place: str) -> Iterator[tuple[str, LocalText]]:
    """Yield every text below ``value`` with its field path."""
    if isinstance(value, LocalText):
        yield place, value
    elif isinstance(value, Strict):
        for name in type(value).model_fields:
            yield from texts(getattr(value, name), f"{place}.{name}")
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from texts(item, f"{place}.{key}")
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from texts(item, f"{place}[{index}]")


RECORDS = {path.stem: read(path, Record) for path in sorted((SEEDS / "records").glob("*.yaml"))}
PROJECT = read(SEEDS / "briefing.yaml", Project)
WHOLES = {**RECORDS, "briefing": PROJECT}


def names() -> list[str]:
    """Titles and names, longest first: they may stand in our texts as they are."""
    found = {"公安部门会同有关部门"}
    for record in RECORDS.values():
        found |= {record.title["zh"]} if record.title else set()
        for proposer in record.proposers:
            found.add(proposer.name["zh"])
            found |= {position["zh"] for position in proposer.positions}
            found |= {proposer.organization["zh"]} if proposer.organization else set()
    return sorted(found, key=len, reverse=True)


def runs(text: str) -> Iterator[str]:
    """Yield every run of ``RUN`` characters that crosses no name and no 《title》."""
    text = re.sub(r"《[^》]*》", "\n", text)
    for name in names():
        text = text.replace(name, "\n")
    for stretch in text.split("\n"):
        plain = re.sub(r"[\W_]", "", stretch)
        for start in range(len(plain) - RUN + 1):
            yield plain[start : start + RUN]


@pytest.fixture(scope="module")
def shingles() -> frozenset[bytes]:
    packed = base64.b64decode((HERE / "article-shingles.txt").read_text("ascii"))
    return frozenset(packed[i : i + DIGEST] for i in range(0, len(packed), DIGEST))


@pytest.mark.parametrize("whole", WHOLES)
def test_every_text_stands_in_chinese_and_in_english(whole: str):
    lacking = [
        place for place, text in texts(WHOLES[whole], whole) if not {"zh", "en"} <= set(text)
    ]
    assert not lacking


@pytest.mark.parametrize("whole", WHOLES)
def test_no_sentence_is_copied_from_the_article(whole: str, shingles: frozenset[bytes]):
    copied = [
        (place, run)
        for place, text in texts(WHOLES[whole], whole)
        if FACTUAL.isdisjoint(re.findall(r"\w+", place.removeprefix(whole))) or "editorial" in place
        for run in runs(text["zh"])
        if hashlib.sha256(run.encode()).digest()[:DIGEST] in shingles
    ]
    assert not copied


def test_the_copy_detector_works(shingles: frozenset[bytes]):
    """A title that the article quotes is found among its runs."""
    title = re.sub(r"[\W_]", "", "关于建立国家统一网络身份认证平台的建议")
    assert hashlib.sha256(title[:RUN].encode()).digest()[:DIGEST] in shingles


@pytest.mark.parametrize("whole", WHOLES)
def test_chinese_text_has_chinese_punctuation(whole: str):
    """No ASCII comma, semicolon, colon, bracket or quote touches a Han character."""
    wrong = re.compile(r"[\u4e00-\u9fff][,;:!?()\"']|[,;:!?()\"'][\u4e00-\u9fff]")
    found = [
        (place, match.group())
        for place, text in texts(WHOLES[whole], whole)
        for match in wrong.finditer(text["zh"])
    ]
    assert not found
