"""What a project is: ``briefing.yaml``, and the briefs that follow from it.

Two families of types: :class:`Project` mirrors the file; :class:`PlannedBrief`
is what the file and the records together come to, one value per brief and
language.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, PrivateAttr, model_validator
from pydantic_core import PydanticCustomError

from briefing.problems import Place
from briefing.records.changes import Earlier
from briefing.records.model import LocalText, PartialDate, Recommendation, Record, Strict
from briefing.records.vocabulary import Vocabularies
from briefing.source import Tree
from briefing.source.project import LANGUAGE, RECORDS

__all__ = [
    "BriefSpec",
    "Contact",
    "Editorial",
    "Group",
    "Issue",
    "PlannedBrief",
    "Project",
    "Selection",
    "Since",
]

Format = Literal["docx", "pdf"]


class Contact(Strict):
    """Whom a reader may ask."""

    name: LocalText | None = None
    email: str | None = Field(None, pattern=r"^[^\s@<>]+@[^\s@<>]+$")
    phone: str | None = None
    address: LocalText | None = None
    url: str | None = Field(None, pattern=r"^https?://\S+$")


class _Since(Strict):
    """The issue before: where it is, and perhaps what it is called."""

    path: str | None = Field(
        None,
        description="A folder with the DOCX files of the earlier issue, one such file, or an "
        "earlier project; relative to this file.",
    )
    revision: str | None = Field(None, description="A git revision of this project, such as v12.")
    issue: LocalText | None = Field(
        None, description="What it is called; absent: the issue number that it bears."
    )

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if (self.path is None) == (self.revision is None):
            raise PydanticCustomError(
                "since",
                "the earlier issue is either a path or a git revision: write one of the two",
            )
        return self


def _since(value: object) -> object:
    return {"path": value} if isinstance(value, str) else value


Since = Annotated[_Since, BeforeValidator(_since, json_schema_input_type=str | _Since)]
"""The issue before.  Written plainly (``since: issues/12``) it is a path."""


class Issue(Strict):
    """The data of one issue: what stands in masthead and tail."""

    organization: LocalText = Field(description="Who issues the brief (编发单位).")
    series: LocalText = Field(description="Name of the series (简报名称).")
    number: LocalText | None = Field(None, description="Issue number as it is printed (期号).")
    date: PartialDate = Field(description="Date of issue; the only date an output carries.")
    classification: LocalText | None = Field(None, description="密级 or handling caveat.")
    distribution: LocalText | None = Field(None, description="主送 / who receives it.")
    contact: Contact | None = None
    disclaimer: LocalText | None = None
    authors: tuple[LocalText, ...] = ()
    since: Since | None = Field(
        None, description="The issue before: what `changes()` and `briefing list` compare with."
    )


class Editorial(Strict):
    """The analyst's own words for one brief: what no record holds."""

    title: LocalText | None = None
    key_messages: tuple[LocalText, ...] = ()
    context: LocalText | None = None
    implications: LocalText | None = Field(
        None, description="What it means for this brief's audience."
    )


class BriefSpec(Strict):
    """One entry under ``briefs:``: a family of briefs."""

    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=80)
    template: str
    style: str = "modern"
    group_by: str = Field(
        "none",
        description="sector, theme, proposer, organization, instrument, none, "
        "or the path of any field of a record, such as proposers.capacity",
    )
    where: dict[str, Any] = Field(
        default_factory=dict,
        description="Field path → value or list of values that a record must have; "
        "a path that starts with `not ` must not have.",
    )
    sort: tuple[str, ...] = Field(
        ("theme",), description="Field paths; a leading `-` reverses the order."
    )
    languages: tuple[str, ...] | None = None
    formats: tuple[Format, ...] = ("docx", "pdf")
    filename: str | None = Field(
        None,
        description="Pattern such as `{sector}-{language}`; default `{brief}-{group}-{language}`, "
        "without `{group}` where there is one group.",
    )
    title: LocalText | None = Field(None, description="Overrides the template's title.")
    since: Since | None = Field(
        None, description="The issue before, where it is not that of the others."
    )
    parameters: dict[str, Any] = Field(default_factory=dict)
    editorial: dict[str, Editorial] = Field(
        default_factory=dict,
        description="By group value (a sector's or theme's id; `all` where there is one group).",
    )


class Project(Strict):
    """The file ``briefing.yaml``.

    ``path`` is the file itself, ``root`` its folder, as they were named by whoever
    asked for them; ``place`` finds values in it.
    """

    default_language: str = LANGUAGE
    languages: tuple[str, ...] = ("zh",)
    records: tuple[str, ...] = Field(
        RECORDS,
        description="Glob patterns, relative to this file.",
    )
    templates: tuple[str, ...] = Field(
        (), description="Folders with the project's own templates and styles, searched first."
    )
    output: str = Field("out", description="Where `briefing build` writes, relative to this file.")
    issue: Issue
    vocabularies: Vocabularies
    briefs: tuple[BriefSpec, ...] = Field(min_length=1)

    _path: Path = PrivateAttr(Path("briefing.yaml"))
    _tree: Tree | None = PrivateAttr(None)

    @property
    def path(self) -> Path:
        """The file that this was read from."""
        return self._path

    @property
    def root(self) -> Path:
        """The project's folder."""
        return self._path.parent

    @property
    def search(self) -> tuple[Path, ...]:
        """The project's own folders with templates and styles, first choice first."""
        return tuple(self.root / folder for folder in self.templates)

    def place(self, *path: str | int, key: bool = False) -> Place | None:
        """Return where a value stands in the file (its key, with ``key``)."""
        return self._tree.place(path, key=key) if self._tree is not None else None

    def read_from(self, path: Path, tree: Tree) -> None:
        """Remember the file that this was read from."""
        self._path = path
        self._tree = tree


@dataclass(frozen=True, slots=True)
class Group:
    """What the records of one brief have in common.

    ``by`` is the field path that was grouped by (``"sectors"``, ``"theme"``,
    ``"none"``), ``value`` the id or text they share (``"telecom"``; ``"all"``
    when not grouped), ``label`` its label by language.
    """

    by: str
    value: str
    label: LocalText


@dataclass(frozen=True, slots=True)
class Selection:
    """A record in a brief, with those of its recommendations that matter there."""

    record: Record
    recommendations: tuple[Recommendation, ...]


@dataclass(frozen=True, slots=True)
class PlannedBrief:
    """One brief in one language: everything that composing and writing need to know.

    ``key`` names it on the command line (``sector-telecom``); ``stem`` is its
    file name without ending, portable and unique in the output folder.  ``earlier``
    is what this brief said in the issue before, where there is one that has it.
    """

    key: str
    spec: BriefSpec
    group: Group
    language: str
    default_language: str
    stem: str
    formats: tuple[Format, ...]
    selections: tuple[Selection, ...]
    issue: Issue
    vocabularies: Vocabularies
    editorial: Editorial
    root: Path
    earlier: Earlier | None = None
