"""JSON Schema of a record file, from the same model that reading checks against."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from briefing.records.model import Record
from briefing.records.vocabulary import Vocabularies

__all__ = ["model_schema", "record_schema"]

DRAFT = "https://json-schema.org/draft/2020-12/schema"
PLACES = {
    "Record": {"theme": "themes", "sectors": "sectors", "instrument": "instruments"},
    "Proposer": {"capacity": "capacities"},
    "Recommendation": {
        "sectors": "sectors",
        "priority": "priorities",
        "horizon": "horizons",
        "status": "statuses",
    },
    "Handling": {"result": "results", "satisfaction": "satisfactions"},
}


def model_schema(model: type[BaseModel], title: str) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of any model that a file is read into."""
    schema = model.model_json_schema()
    return {"$schema": DRAFT, **schema, "title": title}


def record_schema(vocabularies: Vocabularies | None = None) -> dict[str, Any]:
    """Return the schema of a record file: one record, or a list of records.

    With ``vocabularies`` their ids are listed, so that an editor offers them.
    """
    schema = Record.model_json_schema()
    definitions = schema.pop("$defs", {})
    definitions["Record"] = schema
    for name, fields in PLACES.items():
        for field, vocabulary in fields.items():
            properties = definitions[name]["properties"]
            properties[field] = _term(properties[field], vocabulary, vocabularies)
    record = {"$ref": "#/$defs/Record"}
    return {
        "$schema": DRAFT,
        "title": "Proposal records",
        "description": "One proposal record, or a list of them.",
        "anyOf": [record, {"type": "array", "items": record}],
        "$defs": definitions,
    }


def _term(field: dict[str, Any], name: str, vocabularies: Vocabularies | None) -> dict[str, Any]:
    """Return a field's schema with the vocabulary's ids, written plainly or with a basis."""
    word: dict[str, Any] = {"type": "string"}
    if vocabularies is not None:
        word["enum"] = list(vocabularies.ids(name))
    judged = {
        "type": "object",
        "properties": {
            "value": word,
            "basis": {"enum": ["stated", "analyst"], "description": "Who says so."},
            "locator": {"type": "string"},
        },
        "required": ["value"],
        "additionalProperties": False,
    }
    text = str(field)
    one: dict[str, Any] = {"anyOf": [word, judged]} if "JudgedValue" in text else word
    described = {"description": field["description"]} if "description" in field else {}
    if name == "sectors":
        return {**described, "type": "array", "items": one}
    return {**described, **one}
