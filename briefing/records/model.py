"""What a proposal record is.

The model is the only description of the record format: reading validates
against it, ``briefing schema`` prints it as JSON Schema, and templates are
checked against it.  It follows what a proposal says and what its source
*states*: a field that the source leaves open stays empty here, and a field
that the analyst filled in says so in its ``basis``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, Generic, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ValidationError,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, InitErrorDetails, PydanticCustomError, core_schema

__all__ = [
    "MAX_TEXT",
    "Addressee",
    "Basis",
    "Handling",
    "Judged",
    "LocalText",
    "Note",
    "PartialDate",
    "Proposer",
    "Recommendation",
    "Record",
    "Source",
]

MAX_TEXT = 200_000
"""Most characters that one text may have: far beyond any brief, far below trouble."""

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
PARTIAL_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")

Basis = Literal["stated", "analyst"]
"""Whether the source says it (``stated``) or the analyst read it into it (``analyst``)."""


class LocalText(Mapping[str, str]):
    """A text by language (BCP 47 tag): ``{zh: 提案, en: proposal}``.

    A plain string in a file is the text in the project's default language,
    which validation takes from its context (``{"default_language": "zh"}``).
    Immutable and hashable.
    """

    __slots__ = ("_texts",)

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = dict(texts)

    def __getitem__(self, language: str) -> str:
        return self._texts[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def __hash__(self) -> int:
        return hash(tuple(sorted(self._texts.items())))

    def __repr__(self) -> str:
        return f"LocalText({self._texts!r})"

    def resolve(self, language: str, default: str) -> tuple[str, str]:
        """Return ``(text, language it is in)``.

        Tries ``language``, then ``default``, then whatever language the file
        gives first.
        """
        for candidate in (language, default):
            if candidate in self._texts:
                return self._texts[candidate], candidate
        return next(((t, lang) for lang, t in self._texts.items()), ("", language))

    @classmethod
    def _validate(cls, value: object, info: core_schema.ValidationInfo) -> LocalText:
        if isinstance(value, LocalText):
            return value
        if isinstance(value, str):
            context = info.context or {}
            value = {context.get("default_language", "zh"): value}
        if not isinstance(value, Mapping) or not value:
            raise PydanticCustomError(
                "text_type", "a text is needed here: a string, or a map such as {{zh: …, en: …}}"
            )
        faults: list[InitErrorDetails] = []
        for language, text in value.items():
            fault = _text_fault(language, text)
            if fault is not None:
                faults.append({"type": fault, "loc": (str(language),), "input": text})
        if faults:
            raise ValidationError.from_exception_data("LocalText", faults)
        return cls(value)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(
            cls._validate,
            serialization=core_schema.plain_serializer_function_ser_schema(dict),
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return cls.json_schema()

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """Return what JSON Schema says of such a text."""
        # A text of nothing but space is refused.
        text = {"type": "string", "pattern": r"\S", "maxLength": MAX_TEXT}
        return {
            "description": "A text: a string in the project's default language, or a map by language.",
            "anyOf": [
                text,
                {
                    "type": "object",
                    "propertyNames": {"pattern": f"^{LANGUAGE.pattern}$"},
                    "additionalProperties": text,
                    "minProperties": 1,
                },
            ],
        }


def _partial_date(value: str) -> str:
    import datetime as dt

    match = PARTIAL_DATE.fullmatch(value)
    if match:
        year, month, day = (int(part) if part else 1 for part in match.groups())
        try:
            dt.date(year, month, day)
        except ValueError:
            match = None
    if not match:
        raise PydanticCustomError(
            "bad_date", "{value} is not a date: write 2024, 2024-03 or 2024-03-07", {"value": value}
        )
    return value


def _text_fault(language: object, text: object) -> PydanticCustomError | None:
    """Return what is wrong with one language's text."""
    if not isinstance(language, str) or not LANGUAGE.fullmatch(language):
        message = "{language} is not a language tag such as zh, en or zh-Hant"
        return PydanticCustomError("text_language", message, {"language": str(language)[:60]})
    if not isinstance(text, str):
        message = "the text for {language} is not a string"
        return PydanticCustomError("text_value", message, {"language": language})
    if not text.strip():
        message = "the text for {language} is empty"
        return PydanticCustomError("text_empty", message, {"language": language})
    if len(text) > MAX_TEXT:
        return PydanticCustomError(
            "text_long",
            "the text for {language} has {length} characters; at most {limit} are allowed",
            {"language": language, "length": len(text), "limit": MAX_TEXT},
        )
    return None


def _year(value: object) -> object:
    """Take a year that JSON writes as a number."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


PartialDate = Annotated[
    str,
    BeforeValidator(_year),
    AfterValidator(_partial_date),
    WithJsonSchema(
        {
            "description": "2024, 2024-03 or 2024-03-07.",
            "anyOf": [
                {"type": "string", "pattern": f"^{PARTIAL_DATE.pattern}$"},
                # What an editor takes an unquoted year of YAML for.
                {"type": "integer", "minimum": 1000, "maximum": 9999},
            ],
        }
    ),
]
"""A date as precise as the source is: ``2024``, ``2024-03`` or ``2024-03-07`` (ISO 8601)."""


class Strict(BaseModel):
    """Base of every model that a file is read into: frozen, unknown keys refused."""

    model_config: ClassVar[ConfigDict] = ConfigDict(
        extra="forbid", frozen=True, str_strip_whitespace=False, str_max_length=MAX_TEXT
    )


T = TypeVar("T")


def _judged(value: object) -> object:
    return value if isinstance(value, Mapping) else {"value": value}


class JudgedValue(Strict, Generic[T]):
    """A value with its basis: who says so."""

    value: T
    basis: Basis = "analyst"
    locator: str | None = Field(None, description="Where the source states it, such as §2 ¶3.")


Judged = Annotated[JudgedValue[str], BeforeValidator(_judged)]
"""A vocabulary value with its basis.

Written plainly (``priority: high``) it is the analyst's own; written
``{value: high, basis: stated, locator: …}`` it is the source's.
"""


class Proposer(Strict):
    """A person or a body that makes the proposal."""

    name: LocalText
    kind: Literal["person", "organization"] = "person"
    capacity: str | None = Field(None, description="Vocabulary `capacities`.")
    positions: tuple[LocalText, ...] = ()
    organization: LocalText | None = None


class Addressee(Strict):
    """Who is asked to act."""

    name: LocalText
    basis: Basis
    locator: str | None = None


class Recommendation(Strict):
    """One ask: one action that someone could take."""

    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=80)
    text: LocalText
    addressee: Addressee | None = Field(None, description="Absent: not stated.")
    sectors: tuple[Judged, ...] | None = Field(
        None, description="Where it matters most; absent: the record's sectors."
    )
    priority: Judged | None = Field(None, description="Vocabulary `priorities`.")
    horizon: Judged | None = Field(None, description="Vocabulary `horizons`.")
    status: str | None = Field(None, description="Vocabulary `statuses`.")
    impact: dict[str, LocalText] = Field(
        default_factory=dict, description="What it means for one audience, by sector."
    )
    locator: str | None = Field(None, description="Where the source says it, such as §2 ¶3.")
    note: LocalText | None = None


class Source(Strict):
    """Where the facts come from."""

    title: LocalText
    publisher: LocalText | None = None
    url: str | None = Field(None, pattern=r"^https?://\S+$", max_length=2000)
    date: PartialDate | None = None
    accessed: PartialDate | None = None
    locator: str | None = None
    note: LocalText | None = None


class Note(Strict):
    """A remark of the analyst's about the record or its source."""

    text: LocalText
    kind: Literal["source", "analyst", "open-question"] = "analyst"


class Handling(Strict):
    """What followed: who answers, by when, with what result (all optional)."""

    lead: LocalText | None = Field(None, description="Lead body (主办单位).")
    co_handling: tuple[LocalText, ...] = Field((), description="Co-handling bodies (会办单位).")
    assigned: PartialDate | None = None
    reply_due: PartialDate | None = None
    replied: PartialDate | None = None
    result: str | None = Field(None, description="Result class, vocabulary `results` (A, B, C).")
    satisfaction: str | None = Field(None, description="Vocabulary `satisfactions`.")


class Record(Strict):
    """One proposal, as the source reports it."""

    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=120)
    title: LocalText | None = Field(
        None, description="The title, without 《》; absent where the source gives none."
    )
    title_form: Literal["verbatim", "descriptive"] = Field(
        "verbatim",
        description="verbatim: quoted by the source, printed in 《》; "
        "descriptive: the source describes it without quoting.",
    )
    subject: LocalText = Field(
        description="What it is about, in a few of our own words; stands in for a missing title."
    )
    instrument: Judged | None = Field(
        None, description="Vocabulary `instruments`; absent: not stated."
    )
    meeting: LocalText | None = None
    submitted: PartialDate | None = None
    proposers: tuple[Proposer, ...] = Field(min_length=1)
    theme: str = Field(description="Vocabulary `themes`.")
    sectors: tuple[Judged, ...] = Field(min_length=1, description="Vocabulary `sectors`.")
    summary: LocalText
    context: LocalText | None = Field(None, description="Why it matters, in the analyst's words.")
    impact: dict[str, LocalText] = Field(
        default_factory=dict, description="What the proposal means for one audience, by sector."
    )
    recommendations: tuple[Recommendation, ...] = ()
    notes: tuple[Note, ...] = ()
    sources: tuple[Source, ...] = Field(min_length=1)
    handling: Handling | None = None
    tags: tuple[str, ...] = ()
