"""The example project says what the published article says, and nothing more.

``expectations.yaml`` holds the facts, checked by hand; this file compares the
records with them.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from briefing.plan.model import Project
from briefing.records.model import Record

HERE = Path(__file__).parent
SEEDS = HERE.parents[1] / "seeds"
ZH = {"default_language": "zh"}


def as_typed(path: Path) -> Any:
    """Return a YAML file with every scalar as the text that was typed."""
    return yaml.load(path.read_text("utf-8"), yaml.BaseLoader)


FACTS = as_typed(HERE / "expectations.yaml")
BY_ID = {fact["id"]: fact for fact in FACTS["proposals"]}


@pytest.fixture(scope="module")
def project() -> Project:
    return Project.model_validate(as_typed(SEEDS / "briefing.yaml"), context=ZH)


@pytest.fixture(scope="module")
def records() -> dict[str, Record]:
    paths = sorted((SEEDS / "records").glob("*.yaml"))
    found = [Record.model_validate(as_typed(path), context=ZH) for path in paths]
    return {record.id: record for record in found}


def test_the_records_are_those_of_the_article_in_its_order(records: dict[str, Record]):
    assert list(records) == list(BY_ID)


@pytest.mark.parametrize("id_", BY_ID)
def test_a_record_states_the_facts_of_its_proposal(id_: str, records: dict[str, Record]):
    record, fact = records[id_], BY_ID[id_]
    (proposer,) = record.proposers
    assert (record.title and record.title["zh"]) == fact.get("title")
    assert record.title_form == fact.get("title_form", "verbatim")
    assert (record.instrument and record.instrument.value) == fact.get("instrument")
    assert record.theme == fact["theme"]
    assert proposer.name["zh"] == fact["proposer"]
    assert proposer.capacity == fact["capacity"]
    assert [position["zh"] for position in proposer.positions] == fact["positions"]
    assert len(record.recommendations) == int(fact["recommendations"])


def test_the_counts_are_the_articles(records: dict[str, Record]):
    counts = FACTS["counts"]
    every = list(records.values())
    forms = Counter(record.title_form for record in every if record.title)
    capacities = {(p.name["zh"], p.capacity) for record in every for p in record.proposers}
    instruments = Counter(r.instrument.value if r.instrument else "not stated" for r in every)

    assert len(every) == int(counts["records"])
    assert len(capacities) == int(counts["people"])
    assert forms["verbatim"] == int(counts["titles_verbatim"])
    assert forms["descriptive"] == int(counts["titles_descriptive"])
    assert len(every) - forms.total() == int(counts["titles_none"])
    assert sum(len(r.recommendations) for r in every) == int(counts["recommendations"])
    assert instruments == {k: int(n) for k, n in counts["instruments"].items()}
    assert Counter(capacity for _, capacity in capacities) == {
        k: int(n) for k, n in counts["capacities_of_people"].items()
    }


def test_nothing_else_in_the_article_became_a_proposal(records: dict[str, Record]):
    titles = {record.title["zh"].strip("《》") for record in records.values() if record.title}
    assert titles.isdisjoint(FACTS["must_not_be_taken_as_proposals"])


def test_an_instrument_that_is_given_is_the_sources_word(records: dict[str, Record]):
    for record in records.values():
        if record.instrument:
            assert record.instrument.basis == "stated", record.id
            assert record.instrument.locator, record.id


def test_only_what_the_source_states_is_marked_as_stated(records: dict[str, Record]):
    """It names one actor (贾晓亮) and one time (张毅's 尽快), and no sector, priority or status."""
    actors, times, rest = set(), set(), set()
    for record in records.values():
        rest |= {record.id for sector in record.sectors if sector.basis == "stated"}
        assert record.handling is None
        for r in record.recommendations:
            key = (record.id, r.id)
            if r.addressee and r.addressee.basis == "stated":
                assert r.addressee.name["zh"] == "公安部门会同有关部门"
                assert r.addressee.locator
                actors.add(key)
            if r.horizon and r.horizon.basis == "stated":
                assert r.horizon.locator
                times.add(key)
            judged = [r.priority, *(r.sectors or ())]
            rest |= {key for judgement in judged if judgement and judgement.basis == "stated"}
            assert r.status is None
    assert actors == {("2024-jia-xiaoliang-identity-platform", "r1")}
    assert times == {("2024-zhang-yi-algorithm-governance", "r1")}
    assert not rest


def test_addressees_of_our_own_stay_the_exception(records: dict[str, Record]):
    every = [r for record in records.values() for r in record.recommendations]
    ours = [r for r in every if r.addressee and r.addressee.basis == "analyst"]
    assert len(ours) * 3 <= len(every)


@pytest.mark.parametrize(
    ("id_", "word"),
    [
        ("2024-miao-wei-cybercrime-law", "三十名"),  # 议案 may be loose
        ("2024-zhou-hongyi-vertical-models", "看法"),  # a view, no ask
        ("2024-zhou-hongyi-model-security", "没有写出任何建议"),
        ("2024-yang-jie-ai-plus", "看法"),
        ("2024-qi-xiangdong-ai-plus-security", "战略制高"),  # the source's misprint
        ("2024-lou-xiangping-ai-governance", "推断"),  # no instrument stated
        ("2024-lei-jun-ai-talent", "四份"),  # four stated, one named
        ("2024-liu-qingfeng-agi-plan", "不是建议的名称"),  # the plan asked for
        ("2024-zhang-yi-algorithm-governance", "书名号"),  # described, not quoted
    ],
)
def test_what_a_reader_could_stumble_over_is_noted(id_: str, word: str, records: dict[str, Record]):
    assert any(word in note.text["zh"] for note in records[id_].notes)


def test_every_proposal_and_ask_says_where_it_stands_in_the_source(records: dict[str, Record]):
    for record in records.values():
        (source,) = record.sources
        assert source.url
        assert source.date == "2024-03-07"
        assert source.locator
        assert all(r.locator == source.locator for r in record.recommendations), record.id


def test_sectors_hang_together(project: Project, records: dict[str, Record]):
    """An ask's sectors are among its record's, and each of a record's is told what it means."""
    known = set(project.vocabularies.ids("sectors"))
    for record in records.values():
        sectors = {sector.value for sector in record.sectors}
        assert sectors <= known, record.id
        assert set(record.impact) == sectors, record.id
        for r in record.recommendations:
            narrowed = {sector.value for sector in r.sectors} if r.sectors else sectors
            assert narrowed <= sectors, (record.id, r.id)
            assert set(r.impact) <= narrowed, (record.id, r.id)


def test_every_sector_and_theme_has_a_proposal_an_ask_and_an_editorial(
    project: Project, records: dict[str, Record]
):
    sectors: Counter[str] = Counter()
    themes: Counter[str] = Counter()
    for record in records.values():
        for r in record.recommendations:
            sectors.update(sector.value for sector in r.sectors or record.sectors)
            themes.update([record.theme])
    briefs = {brief.id: brief for brief in project.briefs}
    assert set(sectors) == set(project.vocabularies.ids("sectors"))
    assert set(sectors) == set(briefs["sector"].editorial)
    assert set(themes) == set(project.vocabularies.ids("themes")) == set(briefs["theme"].editorial)
    assert set(briefs["digest"].editorial) == {"all"}
