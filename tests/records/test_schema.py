"""The JSON Schema that editors use: valid, current, and of one mind with the reader."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from briefing.cli.report import to_json
from briefing.plan import Project, read_project
from briefing.records import Vocabularies
from briefing.records.schema import model_schema, record_schema
from briefing.source import SourceText, compose

RENEW = {
    "record.schema.json": "briefing schema record --project seeds > seeds/record.schema.json",
    "briefing.schema.json": "briefing schema project > seeds/briefing.schema.json",
}
CASES = Path(__file__).parent / "cases"
SOUND = ["sound.yaml", "full.yaml", "titles.yaml", "typed-values.yaml"]
FORM = [
    "all-at-once.yaml",
    "basis.yaml",
    "empty-values.yaml",
    "ids.yaml",
    "languages.yaml",
    "missing-fields.yaml",
    "more-dates.yaml",
    "unknown-keys.yaml",
    "vocabulary.yaml",
    "wrong-types.yaml",
    "json-types.json",
]


def documents(file: Path) -> list[Any]:
    source, _ = SourceText.read(file)
    assert source is not None
    return [tree.plain() for tree in compose(source, json=file.suffix == ".json")[0]]


def accepts(schema: dict[str, Any], value: object) -> bool:
    return bool(jsonschema.Draft202012Validator(schema).is_valid(value))


def test_the_schemas_are_valid_json_schema(vocabularies: Vocabularies) -> None:
    for schema in (
        record_schema(),
        record_schema(vocabularies),
        model_schema(Project, "briefing.yaml"),
    ):
        jsonschema.Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("name", SOUND)
def test_sound_records_are_accepted(name: str, vocabularies: Vocabularies) -> None:
    for document in documents(CASES / name):
        assert accepts(record_schema(vocabularies), document)


@pytest.mark.parametrize("name", FORM)
def test_faults_of_form_are_found(name: str, vocabularies: Vocabularies) -> None:
    assert not all(accepts(record_schema(vocabularies), it) for it in documents(CASES / name))


def test_terms_are_free_without_a_project() -> None:
    sound = documents(CASES / "sound.yaml")[0]
    assert accepts(record_schema(), {**sound, "theme": "whatever", "sectors": ["whatever"]})
    assert not accepts(record_schema(), {**sound, "sectors": []})


@pytest.mark.parametrize(
    ("change", "sound"),
    [
        ({"theme": "dta"}, False),
        ({"sectors": [{"value": "legal", "basis": "stated"}]}, True),
        ({"sectors": [{"value": "lgal", "basis": "stated"}]}, False),
        ({"sectors": []}, False),
        ({"impact": {"telecom": "甲"}}, True),
        ({"impact": {"telcom": "甲"}}, False),
        ({"instrument": None}, True),
        ({"instrument": "motion"}, False),
        ({"submitted": 2024}, True),
        ({"submitted": "2024-03"}, True),
        ({"submitted": "03/2024"}, False),
        ({"title": {"zh-Hant": "甲"}}, True),
        ({"title": {"chinese": "甲"}}, False),
        ({"title": " "}, False),
        ({"handling": {"result": "B", "satisfaction": None}}, True),
        ({"handling": {"result": "E"}}, False),
        (
            {"recommendations": [{"id": "r1", "text": "甲", "priority": None, "sectors": None}]},
            True,
        ),
        ({"recommendations": [{"id": "r1", "text": "甲", "impact": {"x": "甲"}}]}, False),
    ],
    ids=str,
)
def test_the_schema_and_the_reader_agree(
    change: dict[str, Any], sound: bool, vocabularies: Vocabularies, read: Any, tmp_path: Path
) -> None:
    document = {**documents(CASES / "sound.yaml")[0], **change}
    assert accepts(record_schema(vocabularies), document) == sound
    file = tmp_path / "one.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    assert (len(read([file], tmp_path)[0]) == 1) == sound


def test_the_seeds_fit_their_schemas(root: Path) -> None:
    schema = json.loads((root / "seeds/record.schema.json").read_text(encoding="utf-8"))
    for file in sorted((root / "seeds/records").glob("*.yaml")):
        assert file.read_text(encoding="utf-8").startswith(
            "# yaml-language-server: $schema=../record.schema.json\n"
        )
        for document in documents(file):
            jsonschema.Draft202012Validator(schema).validate(document)
    schema = json.loads((root / "seeds/briefing.schema.json").read_text(encoding="utf-8"))
    for document in documents(root / "seeds/briefing.yaml"):
        jsonschema.Draft202012Validator(schema).validate(document)


@pytest.mark.parametrize("name", sorted(RENEW))
def test_the_seeds_schemas_are_current(name: str, root: Path) -> None:
    project, _ = read_project(root / "seeds")
    assert project is not None
    schema = (
        record_schema(project.vocabularies)
        if name == "record.schema.json"
        else model_schema(Project, "briefing.yaml")
    )
    written = (root / "seeds" / name).read_text(encoding="utf-8")
    assert written == to_json(schema) + "\n", f"renew it: {RENEW[name]}"
