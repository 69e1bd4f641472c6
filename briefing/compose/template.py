"""Finding and reading templates: front matter, Markdown, Jinja2."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, TemplateNotFound, TemplateSyntaxError, nodes
from pydantic import Field

from briefing.compose.sandbox import Sandbox, faults, guard_loops
from briefing.compose.values import RESERVED
from briefing.problems import Place, Problem
from briefing.records.model import LocalText, Strict
from briefing.source import SourceText, Tree, check, closest
from briefing.source import compose as compose_source

__all__ = ["FrontMatter", "Template", "available", "load_template"]

SUFFIX = ".md.j2"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
FENCE = re.compile(r"---[ \t]*\r?\n(.*?)(?:\r?\n)?---[ \t]*(?:\r?\n|\Z)", re.DOTALL)


class FrontMatter(Strict):
    """What stands between the ``---`` lines."""

    name: str
    description: LocalText | None = None
    title: LocalText
    subtitle: LocalText | None = None
    labels: dict[str, LocalText] = Field(default_factory=dict)
    parameters: dict[str, Any] = Field(default_factory=dict)


@dataclass(frozen=True)
class Template:
    """A template that can be read; ``body`` begins in line ``first_line`` of the file."""

    name: str
    file: Path
    shown: str
    front: FrontMatter
    front_tree: Tree
    body: str
    first_line: int
    source: SourceText
    tree: nodes.Template = field(repr=False)
    search: tuple[Path, ...] = ()

    def place(self, line: int, word: str = "") -> Place:
        """Return the place of a word in a line of the body (both as Jinja2 counts them)."""
        index = line + self.first_line - 2
        index = min(max(index, 0), len(self.source.lines) - 1)
        text = self.source.lines[index]
        found = re.search(rf"(?<![\w]){re.escape(word)}(?![\w])", text) if word else None
        if found:
            return self.source.place(index, found.start(), len(word))
        start = len(text) - len(text.lstrip())
        return self.source.place(index, start, max(1, len(text.strip())))


def available(search: Sequence[Path]) -> list[str]:
    """Return the names of the templates in the folders of ``search``."""
    found = {
        path.name.removesuffix(SUFFIX) for folder in search for path in folder.glob(f"*{SUFFIX}")
    }
    return sorted(found)


def load_template(name: str, search: Sequence[Path]) -> tuple[Template | None, list[Problem]]:
    """Return the template called ``name`` from the first folder that has it, and its faults."""
    file = _find(name, search)
    if file is None:
        near = closest(name, available(search))
        hint = f"did you mean: {near}" if near else f"known: {', '.join(available(search))}"
        return None, [Problem("unknown-template", f"there is no template {name}", None, hint)]
    shown = _shown(file)
    source, problems = SourceText.read(file, shown)
    if source is None:
        return None, problems
    if reserved := RESERVED.search(source.text):
        line = source.text.count("\n", 0, reserved.start())
        problems.append(
            Problem(
                "private-character",
                "a private-use character that templates may not hold",
                source.place(line, 0),
            )
        )
    match = FENCE.match(source.text)
    if match is None:
        hint = "begin the file with ---, name, title and labels, and ---"
        return None, [
            *problems,
            Problem(
                "no-front-matter", "the template has no front matter", source.place(0, 0), hint
            ),
        ]
    front_source = SourceText.of(match.group(1), shown, 2)
    trees, found = compose_source(front_source)
    problems += found
    if not trees:
        return None, problems
    front, found = check(FrontMatter, trees[0], context={"default_language": "zh"})
    problems += found
    first_line = source.text.count("\n", 0, match.end()) + 1
    body = source.text[match.end() :]
    try:
        tree = Sandbox().parse(body, name, str(file))
    except TemplateSyntaxError as error:
        problems.append(_syntax(error, source, first_line))
        return None, problems
    if front is None:
        return None, problems
    template = Template(
        name, file, shown, front, trees[0], body, first_line, source, tree, tuple(search)
    )
    for line, word, code, message, hint in faults(tree):  # type: ignore[assignment]
        problems.append(Problem(code, message, template.place(line, word), hint))
    if any(problem.is_error for problem in problems):
        return None, problems
    return template, problems


def _find(name: str, search: Sequence[Path]) -> Path | None:
    if not NAME.fullmatch(name):
        return None
    return next(
        (folder / f"{name}{SUFFIX}" for folder in search if (folder / f"{name}{SUFFIX}").is_file()),
        None,
    )


def _shown(file: Path) -> str:
    try:
        return file.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return f"templates/{file.name}"


def _syntax(error: TemplateSyntaxError, source: SourceText, first_line: int) -> Problem:
    index = min(error.lineno + first_line - 2, len(source.lines) - 1)
    text = source.lines[index]
    start = len(text) - len(text.lstrip())
    message = (error.message or "cannot be read").rstrip(".")
    message = message[:1].lower() + message[1:]
    hint = (
        "close it with the matching {% end… %}"
        if "end of" in message or "Unexpected end" in message
        else None
    )
    if "comment" in message and re.search(r"\{#[\w:]", text):
        message = "Jinja2 reads {# as the start of a comment"
        hint = "put the class first: {.numbered #id}"
    return Problem(
        "template-syntax", message, source.place(index, start, max(1, len(text.strip()))), hint
    )


class Neighbours(BaseLoader):
    """Lets a template import macros from files of the same folders, by name only."""

    def __init__(self, search: Sequence[Path]) -> None:
        self.search = tuple(search)

    def get_source(self, _environment: Any, template: str) -> tuple[str, str | None, Any]:
        """Return a neighbour's body; raise where there is none or it breaks the rules."""
        found, problems = load_template(template, self.search)
        if found is None:
            raise TemplateNotFound(template, "; ".join(problem.message for problem in problems))
        return found.body, None, None


@lru_cache(maxsize=64)
def compiled(body: str, name: str, search: tuple[Path, ...]) -> Any:
    """Return the compiled template, ready to render; cached, since its text decides it."""
    environment = Sandbox(Neighbours(search))
    tree = environment.parse(body, name)
    guard_loops(tree)
    code = environment.compile(tree, name, name)
    return environment.template_class.from_code(environment, code, environment.globals.copy())
