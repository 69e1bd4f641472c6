"""JSON Schema of a record file, from the same model that reading checks against."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from briefing.records.model import LocalText, Record
from briefing.records.vocabulary import FIELDS, KEYED_BY_SECTOR, Vocabularies

__all__ = ["model_schema", "record_schema"]

DRAFT = "https://json-schema.org/draft/2020-12/schema"
JUDGED = "#/$defs/JudgedValue_str_"
TEXT = "#/$defs/LocalText"
OWNERS = {
    "": "Record",
    "proposers": "Proposer",
    "recommendations": "Recommendation",
    "handling": "Handling",
}
"""The definition that a field's path leads to, by all of the path but its last step."""


def model_schema(model: type[BaseModel], title: str) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of any model that a file is read into."""
    schema: dict[str, Any] = _readable(model.model_json_schema())
    schema.setdefault("$defs", {})["LocalText"] = LocalText.json_schema()
    return {"$schema": DRAFT, "title": title, **schema}


def record_schema(vocabularies: Vocabularies | None = None) -> dict[str, Any]:
    """Return the schema of a record file: one record, or a list of records.

    With ``vocabularies`` their ids are listed, so that an editor offers them.
    """
    schema = _readable(Record.model_json_schema())
    definitions: dict[str, Any] = schema.pop("$defs")
    definitions["Record"] = schema
    for path, vocabulary in FIELDS.items():
        properties, field = _field(definitions, path)
        properties[field] = _with_terms(properties[field], _word(vocabulary, vocabularies))
    for path in KEYED_BY_SECTOR:
        properties, field = _field(definitions, path)
        properties[field]["propertyNames"] = _word("sectors", vocabularies)
    del definitions[JUDGED.rpartition("/")[2]]
    definitions["LocalText"] = LocalText.json_schema()
    record = {"$ref": "#/$defs/Record"}
    return {
        "$schema": DRAFT,
        "title": "Proposal records",
        "description": "One proposal record, or a list of them.",
        "anyOf": [record, {"type": "array", "items": record}],
        "$defs": dict(sorted(definitions.items())),
    }


def _field(definitions: dict[str, Any], path: str) -> tuple[dict[str, Any], str]:
    owner, _, field = path.rpartition(".")
    return definitions[OWNERS[owner]]["properties"], field


def _word(vocabulary: str, vocabularies: Vocabularies | None) -> dict[str, Any]:
    word: dict[str, Any] = {"type": "string"}
    if vocabularies is not None:
        word["enum"] = list(vocabularies.ids(vocabulary))
    return word


def _with_terms(schema: Any, word: dict[str, Any]) -> Any:
    """Return a field's schema with ``word`` for its texts, plain or with their basis."""
    if isinstance(schema, list):
        return [_with_terms(item, word) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("$ref") == JUDGED:
        judged = {
            "type": "object",
            "properties": {
                "value": word,
                "basis": {"enum": ["stated", "analyst"], "description": "Who says so."},
                "locator": {"anyOf": [{"type": "string"}, {"type": "null"}]},
            },
            "required": ["value"],
            "additionalProperties": False,
        }
        rest = {key: value for key, value in schema.items() if key != "$ref"}
        return {**rest, "anyOf": [word, judged]}
    if schema.get("type") == "string":
        rest = {key: value for key, value in schema.items() if key not in ("type", "maxLength")}
        return {**rest, **word}
    return {key: _with_terms(value, word) for key, value in schema.items()}


def _readable(schema: Any) -> Any:
    """Return a schema without what only repeats: made-up titles, texts spelled out each time."""
    if isinstance(schema, list):
        return [_readable(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    text = LocalText.json_schema()
    if schema.get("anyOf") == text["anyOf"]:
        described = schema.get("description")
        own = {} if described == text["description"] else {"description": described}
        return {**own, "$ref": TEXT}
    kept = {}
    for key, value in schema.items():
        if key == "title" and isinstance(value, str):
            continue
        if key == "description" and isinstance(value, str):
            # What follows the first paragraph of a docstring speaks to programmers.
            kept[key] = " ".join(value.split("\n\n", maxsplit=1)[0].replace("``", "`").split())
        else:
            kept[key] = _readable(value)
    return kept
