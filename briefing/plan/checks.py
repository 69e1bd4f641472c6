"""What the form of ``briefing.yaml`` alone can't say: whether the names in it exist."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic import BaseModel

from briefing.docx.reference import house_style, left_out_of_pdfs
from briefing.plan.filename import faults
from briefing.plan.model import BriefSpec, Project
from briefing.problems import Place, Problem, Severity
from briefing.records.model import LANGUAGE, LocalText
from briefing.records.select import path_fault, vocabulary_of
from briefing.source import closest
from briefing.style import style_names

__all__ = [
    "TEMPLATE_SUFFIX",
    "WORD_SUFFIX",
    "check_project",
    "find_template",
    "template_names",
    "word_template",
]

TEMPLATE_SUFFIX = ".md.j2"
WORD_SUFFIX = ".docx"
"""How the file of a template ends that is written in Word."""
SUFFIXES = (TEMPLATE_SUFFIX, WORD_SUFFIX)
TEMPLATES_FOLDER = "templates"
"""Where people keep templates; searched only if the plan names it."""

Step = str | int


def template_names(search: Sequence[Path]) -> list[str]:
    """Return the names of all templates in the folders of ``search``, sorted."""
    found = {
        path.name.removesuffix(suffix)
        for folder in search
        for suffix in SUFFIXES
        for path in folder.glob(f"*{suffix}")
        # Word keeps a file ~$name.docx beside one that is open.
        if path.name[0] not in "_~." and not path.name.endswith(".annotated.docx")
    }
    return sorted(found)


def find_template(name: str, search: Sequence[Path]) -> Path | None:
    """Return the first ``NAME.md.j2`` or ``NAME.docx`` in the folders of ``search``."""
    if name not in template_names(search):  # never a path that a name such as ../x makes
        return None
    paths = (folder / f"{name}{suffix}" for folder in search for suffix in SUFFIXES)
    return next((path for path in paths if path.is_file()), None)


def word_template(name: str, search: Sequence[Path]) -> Path | None:
    """Return the file of a template if it is one that is written in Word."""
    found = find_template(name, search)
    return found if found is not None and found.name.endswith(WORD_SUFFIX) else None


def check_project(project: Project, search: Sequence[Path]) -> list[Problem]:
    """Return every problem of a project whose form is right.

    ``search`` lists the folders in which templates and styles are looked for.
    """
    problems = [*_languages(project), *_folders(project), *_vocabularies(project)]
    templates = template_names(search)
    styles = style_names(search)
    seen: dict[str, int] = {}
    for index, spec in enumerate(project.briefs):
        at = ("briefs", index)
        if spec.id.casefold() in seen:
            message = f"the id {spec.id} is taken by another entry"
            hint = "give every entry an id of its own"
            place = project.place(*at, "id")
            problems.append(Problem("duplicate-id", message, place, hint))
        seen[spec.id.casefold()] = index
        problems += _brief(project, spec, at, templates, styles)
        problems += _word(project, spec, at, search)
    problems += _styles(project, search, styles)
    if project.default_language in project.languages:
        problems += _translations(project)
    return problems


def _suggest(word: str, known: Iterable[str]) -> str | None:
    names = list(known)
    if not names:
        return None
    match = closest(word, names)
    if match:
        return f"did you mean: {match}"
    return f"known: {', '.join(names[:12])}{' …' if len(names) > 12 else ''}"


def _languages(project: Project) -> Iterator[Problem]:
    for index, tag in enumerate(project.languages):
        if not LANGUAGE.fullmatch(tag):
            place = project.place("languages", index)
            yield Problem("text-language", f"{tag} is not a language tag", place, "such as zh, en")
    if project.default_language not in project.languages:
        yield Problem(
            "unknown-language",
            "the default language is not among this project's languages",
            project.place("default_language")
            if "default_language" in project.model_fields_set
            else project.place("languages"),
            f"languages: [{', '.join([project.default_language, *project.languages])}]",
        )


def _folders(project: Project) -> Iterator[Problem]:
    output = PurePosixPath(project.output.replace("\\", "/"))
    if output.is_absolute() or ".." in output.parts or ":" in project.output:
        yield Problem(
            "output-outside",
            "the output folder must be inside the project's",
            project.place("output"),
            "to write elsewhere, use --out FOLDER",
        )
    for index, folder in enumerate(project.templates):
        if not (project.root / folder).is_dir():
            place = project.place("templates", index)
            yield Problem("no-folder", f"there is no folder {folder}", place)


def _vocabularies(project: Project) -> Iterator[Problem]:
    for name in project.vocabularies.names():
        seen: set[str] = set()
        for index, id_ in enumerate(project.vocabularies.ids(name)):
            if id_ in seen:
                place = project.place("vocabularies", name, index, "id")
                message = f"the id {id_} stands twice in {name}"
                yield Problem("duplicate-id", message, place, "give every term an id of its own")
            seen.add(id_)


def _unnamed_folder(project: Project, name: str) -> str | None:
    """Return what to write where the template lies in a folder that the plan doesn't name."""
    folder = TEMPLATES_FOLDER
    if folder in project.templates or name not in template_names([project.root / folder]):
        return None
    named = ", ".join([*project.templates, folder])
    return f"write templates: [{named}] on a line of its own, so that this folder is searched"


def _brief(
    project: Project,
    spec: BriefSpec,
    at: tuple[Step, ...],
    templates: Sequence[str],
    styles: Sequence[str],
) -> Iterator[Problem]:
    def place(*path: Step, key: bool = False) -> Place | None:
        return project.place(*at, *path, key=key)

    for what, name, known in (
        ("template", spec.template, templates),
        ("style", spec.style, styles),
    ):
        if name not in known:
            message = f"there is no {what} {name}"
            hint = _unnamed_folder(project, name) if what == "template" else None
            yield Problem(f"unknown-{what}", message, place(what), hint or _suggest(name, known))
    for index, language in enumerate(spec.languages or ()):
        if language not in project.languages:
            yield Problem(
                "unknown-language",
                "not among this project's languages",
                place("languages", index),
                _suggest(language, project.languages),
            )
    if spec.group_by != "none":
        yield from _path(spec.group_by, place("group_by"))
    for index, key in enumerate(spec.sort):
        yield from _path(key.removeprefix("-"), place("sort", index))
    for key, wanted in spec.where.items():
        yield from _where(project, key, wanted, place)
    if spec.filename is not None:
        for fault in faults(spec.filename, spec.group_by):
            yield Problem(
                fault.code,
                fault.message,
                _inside(place("filename"), spec.filename, fault.start, fault.width),
                fault.hint,
            )
    yield from _editorial(project, spec, place)


def _word(
    project: Project, spec: BriefSpec, at: tuple[Step, ...], search: Sequence[Path]
) -> Iterator[Problem]:
    """Say what a template that is written in Word cannot do."""
    file = find_template(spec.template, search)
    if file is None:
        return
    if file.name.endswith(TEMPLATE_SUFFIX):
        if (file.parent / f"{spec.template}{WORD_SUFFIX}").is_file():
            name = spec.template
            message = f"there are two templates {name}: {file.name} and {name}{WORD_SUFFIX}"
            hint = "give one of the files another name"
            yield Problem("two-templates", message, project.place(*at, "template"), hint)
        return
    if "pdf" not in spec.formats:
        return
    named = "formats" in spec.model_fields_set
    place = project.place(*at, "formats") if named else project.place(*at, "template")
    message = "a template written in Word makes a DOCX only"
    if "docx" not in spec.formats:
        hint = "write formats: [docx], and make the PDF in Word; or use a Markdown template"
        yield Problem("no-pdf-of-word", message, place, hint)
    else:
        severity = Severity.WARNING if named else Severity.NOTE
        message = f"{message}; the PDF is left out"
        yield Problem("no-pdf-of-word", message, place, "write formats: [docx]", severity)


def _path(path: str, place: Place | None) -> Iterator[Problem]:
    if path == "none":
        yield Problem("unknown-field", "only group_by can be none", place, "delete it")
    elif fault := path_fault(path):
        yield Problem("unknown-field", fault[0], place, fault[1])


def _where(
    project: Project, key: str, wanted: Any, place: Callable[..., Place | None]
) -> Iterator[Problem]:
    path = key.removeprefix("not ").strip()
    if fault := path_fault(path):
        yield Problem("unknown-field", fault[0], place("where", key, key=True), fault[1])
        return
    vocabulary = vocabulary_of(path)
    many = isinstance(wanted, list | tuple)
    for index, value in enumerate(wanted if many else [wanted]):
        here = place("where", key, index) if many else place("where", key)
        if value is None or isinstance(value, dict | list | tuple):
            hint = f"write {key}: value, or {key}: [one, two]"
            yield Problem("wrong-type", "a value or a list of values is needed here", here, hint)
        elif vocabulary and str(value) not in project.vocabularies.ids(vocabulary):
            yield Problem(
                "unknown-value",
                f"not in this project's {vocabulary}",
                here,
                _suggest(str(value), project.vocabularies.ids(vocabulary)),
            )


def _inside(place: Place | None, pattern: str, start: int, width: int) -> Place | None:
    """Return the place of a part of a scalar, where the file spells the scalar as it is."""
    if place is None or place.excerpt is None or place.column is None:
        return place
    at = place.excerpt.find(pattern, place.column - 1)
    if at < 0:
        return place
    return Place(place.file, place.line, at + start + 1, width, place.excerpt)


def _editorial(
    project: Project, spec: BriefSpec, place: Callable[..., Place | None]
) -> Iterator[Problem]:
    """Check the group names where they are known without any record."""
    vocabulary = vocabulary_of(spec.group_by)
    if spec.group_by == "none":
        known: tuple[str, ...] = ("all",)
    elif vocabulary is not None:
        known = project.vocabularies.ids(vocabulary)
    else:
        return
    for value in spec.editorial:
        if value not in known:
            yield Problem(
                "unknown-group",
                f"these briefs have no group {value}",
                place("editorial", value, key=True),
                _suggest(value, known),
            )


def _styles(project: Project, search: Sequence[Path], known: Sequence[str]) -> list[Problem]:
    problems: list[Problem] = []
    for name in dict.fromkeys(spec.style for spec in project.briefs if spec.style in known):
        style, found = house_style(name, search)
        problems += found
        printed = any(spec.style == name and "pdf" in spec.formats for spec in project.briefs)
        if style is not None and printed:
            problems += left_out_of_pdfs(style)
    return problems


def _translations(project: Project) -> Iterator[Problem]:
    """Warn of texts that a language lacks in which they will be printed."""
    yield from _missing(project, project.issue, ("issue",), project.languages)
    for name in project.vocabularies.names():
        if name in project.vocabularies.model_fields_set:
            path = ("vocabularies", name)
            yield from _missing(project, project.vocabularies[name], path, project.languages)
    for index, spec in enumerate(project.briefs):
        languages = spec.languages or project.languages
        for field in ("title", "editorial", "since"):
            yield from _missing(project, getattr(spec, field), ("briefs", index, field), languages)


def _missing(
    project: Project, value: Any, path: tuple[Step, ...], languages: Sequence[str]
) -> Iterator[Problem]:
    if isinstance(value, LocalText):
        lacking = [language for language in languages if language not in value]
        if lacking:
            _, instead = value.resolve(lacking[0], project.default_language)
            yield Problem(
                "missing-translation",
                f"no text in {', '.join(lacking)}; the brief falls back to {instead}",
                project.place(*path),
                None,
                Severity.WARNING,
            )
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _missing(project, getattr(value, name), (*path, name), languages)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _missing(project, item, (*path, index), languages)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _missing(project, item, (*path, key), languages)
