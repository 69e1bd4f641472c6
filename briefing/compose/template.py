"""Finding and reading templates: front matter, Markdown, Jinja2."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal

from jinja2 import BaseLoader, TemplateNotFound, TemplateSyntaxError, nodes
from pydantic import Field, model_validator

from briefing.compose.allowed import NAME, Fault, faults
from briefing.compose.sandbox import Sandbox
from briefing.problems import Place, Problem
from briefing.records.model import LocalText, Strict
from briefing.source import Mapping, SourceText, Tree, check, closest
from briefing.source import compose as compose_source

__all__ = ["FrontMatter", "Parameter", "Pattern", "Template", "available", "load_template"]

SUFFIX = ".md.j2"
OPENING = re.compile(r"---[ \t]*(?:\r\n|\r|\n)")
CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r\n|\r|\n|\Z)", re.MULTILINE)
JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
TAG = re.compile(r"\{%[-+]?\s*(\w+)(.*?)%\}")
PAIRED = frozenset(["if", "for", "macro", "call", "callout", "with", "block"])
"""Tags that an ``{% end… %}`` closes."""
LONGEST = 1_000_000
"""Most characters that a template may have."""
FAR = 12
"""How many lines below its start a tag is searched for a word."""
TRUE = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


class Parameter(Strict):
    """A setting of a template that the plan may change."""

    default: str = ""
    kind: Literal["text", "number", "flag"] = "text"
    description: LocalText | None = None

    @model_validator(mode="before")
    @classmethod
    def _short(cls, given: Any) -> Any:
        """Accept ``name: value`` as the short form of ``name: {default: value}``."""
        return given if isinstance(given, dict) else {"default": given}

    def value(self, given: object) -> str | int | float | bool:
        """Return what the plan gives, in the parameter's kind.

        Raises:
            ValueError: it is not of that kind; the message says what to write.
        """
        if self.kind == "flag":
            if str(given).lower() not in TRUE:
                raise ValueError("write true or false")
            return TRUE[str(given).lower()]
        if self.kind == "number":
            try:
                number = float(str(given)[:40])
            except ValueError:
                raise ValueError("write a number") from None
            return int(number) if number.is_integer() and abs(number) < 1e15 else number
        if not isinstance(given, str | int | float):
            raise ValueError("write a text")  # noqa: TRY004 – a fault of the input
        return str(given)


class FrontMatter(Strict):
    """What stands between the ``---`` lines.

    ``title`` and ``subtitle`` may hold expressions, such as ``{{ group.label }}``;
    labels are plain text.
    """

    name: str
    description: LocalText | None = None
    title: LocalText
    subtitle: LocalText | None = None
    labels: dict[str, LocalText] = Field(default_factory=dict)
    parameters: dict[str, Parameter] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A text of the front matter with expressions in it: where it stands, and it parsed."""

    path: tuple[str, ...]
    text: str
    tree: nodes.Template


@dataclass(frozen=True)
class Template:
    """A template that can be read.

    ``file`` is where it was found, ``shown`` how people know it; ``body`` begins
    in line ``first_line`` of the file.  ``search`` are the folders that it may
    import from.
    """

    name: str
    file: Path
    shown: str
    front: FrontMatter
    front_tree: Tree
    body: str
    first_line: int
    source: SourceText
    tree: nodes.Template = field(repr=False)
    patterns: tuple[Pattern, ...] = ()
    search: tuple[Path, ...] = ()

    @property
    def folders(self) -> tuple[Path, ...]:
        """Where pictures that the template names are looked for: beside it first."""
        return (self.file.parent, *self.search)

    def place(self, line: int | None, word: str = "", nth: int = 0) -> Place:
        """Return the place of the ``nth`` occurrence of a word that a tag of ``line`` holds.

        ``line`` counts as Jinja2 does, from the first line of the body.  Jinja2 knows no
        columns, so the word is looked for in the tags, from that line on.
        """
        index = min(max((line or 1) + self.first_line - 2, 0), len(self.source.lines) - 1)
        if word:
            written = re.compile(
                (r"(?<!\w)" if word[0].isalnum() or word[0] == "_" else "")
                + re.escape(word)
                + (r"(?!\w)" if word[-1].isalnum() or word[-1] == "_" else "")
            )
            for at in range(index, min(index + FAR, len(self.source.lines))):
                found = [
                    match.start()
                    for match in written.finditer(self.source.lines[at])
                    if self._in_tag(at, match.start())
                ]
                if found:
                    column = found[min(nth, len(found) - 1)]
                    return self.source.place(at, column, len(word))
        return _whole_line(self.source, index)

    def _in_tag(self, index: int, column: int) -> bool:
        offset = self._starts[index] + column
        return any(start <= offset < end for start, end in self._tags)

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        starts, at = [], 0
        for line in self.source.lines:
            starts.append(at)
            at += len(line) + 1
        return tuple(starts)

    @cached_property
    def _tags(self) -> tuple[tuple[int, int], ...]:
        return tuple(match.span() for match in JINJA.finditer("\n".join(self.source.lines)))


def available(search: Sequence[Path]) -> list[str]:
    """Return the names of the templates in the folders of ``search``.

    Names that begin with ``_`` are of files that other templates import.
    """
    found = {
        path.name.removesuffix(SUFFIX)
        for folder in search
        for path in folder.glob(f"*{SUFFIX}")
        if not path.name.startswith("_")
    }
    return sorted(found)


def load_template(name: str, search: Sequence[Path]) -> tuple[Template | None, list[Problem]]:
    """Return the template called ``name`` from the first folder that has it, and its faults.

    A template that can be parsed is returned beside its faults, so that a check of
    its names can go on; one with an error must not be composed.
    """
    file = find(name, search)
    if file is None:
        known = available(search)
        near = closest(name, known)
        hint = f"did you mean: {near}" if near else f"known: {', '.join(known)}"
        return None, [Problem("unknown-template", f"there is no template {name}", None, hint)]
    source, problems = _read(file)
    if source is None:
        return None, problems
    opening = OPENING.match(source.text)
    closing = CLOSING.search(source.text, opening.end()) if opening else None
    if opening is None or closing is None:
        message = "the template has no front matter"
        hint = "begin the file with a line ---, then name, title and labels, then a line ---"
        place = source.place(0, 0, len(source.lines[0]))
        return None, [*problems, Problem("no-front-matter", message, place, hint)]
    front_source = SourceText.of(source.text[opening.end() : closing.start()], source.name, 2)
    trees, found = compose_source(front_source)
    problems += found
    front = None
    if trees and isinstance(trees[0].root, Mapping):
        front, found = check(FrontMatter, trees[0], context={"default_language": "zh"})
        problems += found
    elif not found:
        message = "the front matter is empty"
        problems.append(Problem("no-front-matter", message, source.place(0, 0), "write name: …"))
    first_line = len(re.findall(r"\r\n|\r|\n", source.text[: closing.end()])) + 1
    body = source.text[closing.end() :]
    tree, found = parse(body, name, source, first_line)
    problems += found
    if front is None or tree is None:
        return None, problems
    patterns, found = _patterns(front, trees[0], name)
    problems += found
    template = Template(
        name, file, source.name, front, trees[0], body, first_line, source, tree,
        patterns, tuple(search),
    )  # fmt: skip
    problems += [
        Problem(fault.code, fault.message, template.place(fault.line, fault.word, nth), fault.hint)
        for fault, nth in counted(faults(tree))
    ]
    problems += _neighbours(template)
    problems += _parameters(template)
    return template, problems


def counted(found: Iterator[Fault]) -> Iterator[tuple[Fault, int]]:
    """Yield faults, each with how often its word was at fault in its line before."""
    seen: dict[tuple[int, str], int] = {}
    for fault in found:
        key = (fault.line, fault.word)
        seen[key] = seen.get(key, -1) + 1
        yield fault, seen[key]


def find(name: str, search: Sequence[Path]) -> Path | None:
    """Return the file of a template; a name is never a path."""
    if not NAME.fullmatch(name):
        return None
    files = (folder / f"{name}{SUFFIX}" for folder in search)
    return next((file for file in files if file.is_file()), None)


def parse(
    body: str, name: str, source: SourceText, first_line: int
) -> tuple[nodes.Template | None, list[Problem]]:
    """Return a parsed body, or why it cannot be parsed."""
    if len(body) > LONGEST:
        message = f"a template may have {LONGEST:,} characters"
        return None, [Problem("too-large", message, Place(source.name))]
    try:
        tree = Sandbox().parse(body, name)
        for _ in faults(tree):
            pass  # a tree too deep to walk is found here
    except TemplateSyntaxError as error:
        return None, [_syntax(error, source, first_line)]
    except RecursionError:
        message = "expressions stand too deep in one another"
        return None, [Problem("template-too-deep", message, Place(source.name))]
    except ValueError as error:
        # Jinja2 hands numbers to int(), which refuses thousands of digits.
        message = f"cannot be read: {error}".split(";", maxsplit=1)[0]
        return None, [Problem("template-syntax", message, Place(source.name))]
    return tree, []


def _read(file: Path) -> tuple[SourceText | None, list[Problem]]:
    source, problems = SourceText.read(file, _shown(file))
    if source is None:
        return None, problems
    # Characters that no output can carry end as errors; private-use ones come out as they are.
    return source, problems


def _shown(file: Path) -> str:
    try:
        return file.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return file.as_posix() if not file.is_absolute() else f"templates/{file.name}"


def _patterns(
    front: FrontMatter, tree: Tree, name: str
) -> tuple[tuple[Pattern, ...], list[Problem]]:
    """Return the titles with their expressions parsed, and what is wrong with them."""
    patterns: list[Pattern] = []
    problems: list[Problem] = []
    for key in ("title", "subtitle"):
        texts: LocalText | None = getattr(front, key)
        for language, text in (texts or {}).items():
            path = (key, language)
            place = tree.place(path)
            try:
                parsed = Sandbox().parse(text, name)
                found = [(f.code, f.message, f.hint) for f in faults(parsed)]
            except (TemplateSyntaxError, RecursionError, ValueError) as error:
                parsed, found = None, [("template-syntax", _worded(error), None)]
            problems += [Problem(code, message, place, hint) for code, message, hint in found]
            if parsed is not None:
                patterns.append(Pattern(path, text, parsed))
    return tuple(patterns), problems


def _neighbours(template: Template) -> Iterator[Problem]:
    """Yield what is wrong with the files that a template imports or includes."""
    kinds = (nodes.Import, nodes.FromImport, nodes.Include, nodes.Extends)
    for node in template.tree.find_all(kinds):
        name = getattr(getattr(node, "template", None), "value", None)
        if not isinstance(name, str) or not NAME.fullmatch(name) or name == template.name:
            continue
        _, problems = neighbour(name, template.search)
        place = template.place(node.lineno, name)
        for problem in problems:
            yield (
                problem
                if problem.place
                else Problem(problem.code, problem.message, place, problem.hint, problem.severity)
            )


def _parameters(template: Template) -> Iterator[Problem]:
    for name, parameter in template.front.parameters.items():
        try:
            parameter.value(parameter.default)
        except ValueError as error:
            place = template.front_tree.place(("parameters", name, "default"))
            message = f"the default is no {parameter.kind}"
            yield Problem("bad-parameter", message, place, str(error))


def _whole_line(source: SourceText, index: int) -> Place:
    text = source.lines[index]
    return source.place(index, len(text) - len(text.lstrip()), max(1, len(text.strip())))


def _worded(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "expressions stand too deep in one another"
    text = str(getattr(error, "message", None) or error).rstrip(".")
    return text[:1].lower() + text[1:]


def _syntax(error: TemplateSyntaxError, source: SourceText, first_line: int) -> Problem:
    index = min(error.lineno + first_line - 2, len(source.lines) - 1)
    message, hint = _worded(error), None
    if "end of template" in message and (opened := _unclosed(source, first_line)):
        index, tag = opened
        return Problem(
            "template-syntax",
            f"{{% {tag} %}} is not closed",
            _whole_line(source, index),
            f"write {{% end{tag} %}} where it ends",
        )
    if "end of" in message:
        hint = "close it with the matching {% end… %}, }} or %}"
    if "comment" in message:
        message = "Jinja2 reads {# as the start of a comment, which nothing ends"
        hint = "in attributes, put the class first: {.numbered #id}"
    return Problem("template-syntax", message, _whole_line(source, index), hint)


def _unclosed(source: SourceText, first_line: int) -> tuple[int, str] | None:
    """Return line (from 0) and name of the last tag that is opened and never closed."""
    opened: list[tuple[int, str]] = []
    for index, line in enumerate(source.lines[first_line - 1 :], first_line - 1):
        for match in TAG.finditer(line):
            name = match.group(1)
            if name.startswith("end") and opened and opened[-1][1] == name[3:]:
                opened.pop()
            elif name in PAIRED or (name == "set" and "=" not in match.group(2)):
                opened.append((index, name))
    return opened[-1] if opened else None


@lru_cache(maxsize=64)
def neighbour(name: str, search: tuple[Path, ...]) -> tuple[str | None, tuple[Problem, ...]]:
    """Return the body of a file that a template imports, and its faults.

    It needs no front matter; where it has one, that is skipped.
    """
    file = find(name, search)
    if file is None:
        return None, (Problem("unknown-template", f"there is no template {name}"),)
    source, problems = _read(file)
    if source is None:
        return None, tuple(problems)
    opening = OPENING.match(source.text)
    closing = CLOSING.search(source.text, opening.end()) if opening else None
    start = closing.end() if closing else 0
    first_line = source.text.count("\n", 0, start) + 1
    tree, found = parse(source.text[start:], name, source, first_line)
    problems += found
    if tree is not None:
        for fault in faults(tree):
            index = min(fault.line + first_line - 2, len(source.lines) - 1)
            place = _whole_line(source, index)
            problems.append(Problem(fault.code, fault.message, place, fault.hint))
    if any(problem.is_error for problem in problems):
        return None, tuple(problems)
    return source.text[start:], tuple(problems)


class Neighbours(BaseLoader):
    """Lets a template import from files of the same folders, by name only."""

    def __init__(self, search: Sequence[Path]) -> None:
        self.search = tuple(search)

    def get_source(self, _environment: Any, template: str) -> tuple[str, str | None, Any]:
        """Return a neighbour's body; raise where there is none or it breaks the rules."""
        body, problems = neighbour(template, self.search)
        if body is None:
            reason = next((problem.message for problem in problems if problem.is_error), "")
            raise TemplateNotFound(template, f"{template}: {reason}")
        return body, None, None


@lru_cache(maxsize=64)
def compiled(body: str, name: str, search: tuple[Path, ...]) -> Any:
    """Return a template or pattern, ready to render; cached, since its text decides it."""
    environment = Sandbox(Neighbours(search), marked=name)
    code = environment.compile(body, name, name)
    return environment.template_class.from_code(environment, code, environment.globals.copy())
