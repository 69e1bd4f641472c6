"""A strict composer over PyYAML's events.

What a person typed stays text: ``no``, ``1e3`` and ``2024-03-07`` are strings;
only an empty value, ``~`` and ``null`` (unquoted) are nothing.  Merges and tags
are refused, duplicate keys reported, aliases counted as what they expand to.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from briefing.problems import Problem
from briefing.source.text import SourceText, character_problems
from briefing.source.tree import Mapping, Node, Scalar, Sequence_, Tree

__all__ = ["compose_yaml"]

MAX_DEPTH = 60
MAX_ALIASED = 20_000
NOTHING = {"", "~", "null", "Null", "NULL"}
LOADER: Any = getattr(yaml, "CLoader", yaml.Loader)


class _Unreadable(Exception):  # noqa: N818 – control flow, never seen outside
    """The file cannot be read on from here."""


def compose_yaml(source: SourceText) -> tuple[list[Tree], list[Problem]]:
    """Return a tree per document of the file, and every problem found."""
    return _Composer(source).run()


class _Composer:
    def __init__(self, source: SourceText) -> None:
        self.source = source
        self.problems: list[Problem] = []
        self.anchors: dict[str, tuple[Node, int]] = {}
        self.expanded = 0
        self.count = 0

    def run(self) -> tuple[list[Tree], list[Problem]]:
        deep = _too_deep(self.source)
        if deep is not None:
            self.report("too-deep", f"more than {MAX_DEPTH} levels of nesting", *deep)
            return [], self.problems
        trees: list[Tree] = []
        try:
            self.events = yaml.parse(self.source.text, Loader=LOADER)
            for event in self.events:
                if isinstance(event, yaml.DocumentStartEvent):
                    self.anchors.clear()
                    node = self.node(next(self.events), 0)
                    trees.append(Tree(node, self.source))
        except _Unreadable:
            return [], self.problems
        except yaml.MarkedYAMLError as error:
            self.problems.append(_syntax(error, self.source))
            return [], self.problems
        except yaml.YAMLError as error:
            self.report("yaml-syntax", str(error).splitlines()[0], 0, 0)
            return [], self.problems
        return trees, self.problems

    def report(
        self,
        code: str,
        message: str,
        line: int,
        column: int,
        width: int = 1,
        hint: str | None = None,
    ) -> None:
        place = self.source.place(line, column, width)
        self.problems.append(Problem(code, message, place, hint))

    def node(self, event: Any, depth: int) -> Node:
        mark: Any = event.start_mark
        line, column = mark.line, mark.column
        if depth > MAX_DEPTH:
            self.report("too-deep", f"more than {MAX_DEPTH} levels of nesting", line, column)
            raise _Unreadable
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event, line, column)
        tag = event.tag
        if tag is not None and not (tag == "!" and isinstance(event, yaml.ScalarEvent)):
            self.report(
                "yaml-tag",
                f"the tag {tag} is not allowed",
                line,
                column,
                len(str(tag)),
                "delete the tag",
            )
        before = self.count
        self.count += 1
        anchor = event.anchor
        node: Node
        if isinstance(event, yaml.ScalarEvent):
            node = self.scalar(event, line, column)
        elif isinstance(event, yaml.SequenceStartEvent):
            node = sequence = Sequence_(line, column, 1)
            while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
                sequence.items.append(self.node(event, depth + 1))
        else:
            node = self.mapping(line, column, depth)
        if anchor is not None:
            self.anchors[anchor] = (node, self.count - before)
        return node

    def alias(self, event: Any, line: int, column: int) -> Node:
        found = self.anchors.get(event.anchor)
        if found is None:
            self.report(
                "unknown-anchor",
                f"no anchor &{event.anchor} stands before this",
                line,
                column,
                len(event.anchor) + 1,
            )
            raise _Unreadable
        node, size = found
        self.expanded += size
        self.count += size
        if self.expanded > MAX_ALIASED:
            self.report(
                "too-many-aliases",
                f"the aliases of this file expand to more than {MAX_ALIASED} values",
                line,
                column,
                len(event.anchor) + 1,
                "write the values out",
            )
            raise _Unreadable
        return node

    def scalar(self, event: Any, line: int, column: int) -> Scalar:
        value: str | None = event.value
        end = event.end_mark
        width = end.column - column if end.line == line else len(self.source.lines[line]) - column
        if event.style is None and value in NOTHING:
            value = None
        elif event.style == '"' and value is not None:
            self.escapes(value, line, column, width)
        return Scalar(value, line, column, max(1, width))

    def escapes(self, value: str, line: int, column: int, width: int) -> None:
        """Report forbidden characters that a double-quoted text spells with an escape."""
        raw = "\n".join(self.source.lines[line : line + 2000])
        for problem in character_problems(value, lambda _: self.source.place(line, column, width)):
            if "\\" in raw:
                self.problems.append(problem)

    def mapping(self, line: int, column: int, depth: int) -> Mapping:
        mapping = Mapping(line, column, 1)
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            mark: Any = event.start_mark
            key = self.node(event, depth + 1)
            value = self.node(next(self.events), depth + 1)
            if not isinstance(key, Scalar):
                self.report("bad-key", "a key must be a word", mark.line, mark.column)
                continue
            name = "" if key.value is None else key.value
            if name == "<<":
                self.report(
                    "yaml-merge",
                    "merging with << is not allowed",
                    key.line,
                    key.column,
                    2,
                    "write the keys out",
                )
                continue
            if name in mapping.items:
                first = mapping.items[name][0].line + self.source.first_line
                self.report(
                    "duplicate-key",
                    f"the key {name} stands twice, first in line {first}",
                    key.line,
                    key.column,
                    key.width,
                    "keep one of the two",
                )
                continue
            mapping.items[name] = (key, value)
        return mapping


BRACKETS = re.compile(r"[\[\]{}]")


def _too_deep(source: SourceText) -> tuple[int, int] | None:
    """Return where a line opens so many brackets that the parser itself would overflow."""
    for number, line in enumerate(source.lines):
        if line.count("[") + line.count("{") <= MAX_DEPTH:
            continue
        depth = 0
        for match in BRACKETS.finditer(line):
            depth += 1 if match.group() in "[{" else -1
            if depth > MAX_DEPTH:
                return number, match.start()
    return None


def _syntax(error: yaml.MarkedYAMLError, source: SourceText) -> Problem:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark is not None else (0, 0)
    line = min(line, len(source.lines) - 1)
    text = source.lines[line]
    problem = error.problem or "cannot be read"
    hint: str | None = None
    message = problem
    if "\t" in text[: column + 1] or "'\\t'" in problem:
        column = text.find("\t") if "\t" in text else column
        message, hint = "a tab stands where only spaces may", "indent with spaces"
        return Problem("yaml-tab", message, source.place(line, column), hint)
    if "mapping values are not allowed" in problem:
        message, hint = "a second colon in one line", 'put the text in quotes: key: "a: b"'
    elif "could not find expected ':'" in problem:
        line = max(0, line - 1) if not text.strip() or ":" in text else line
        text = source.lines[line]
        column = len(text) - len(text.lstrip())
        message = "no colon and space after the key"
        hint = "use : and a space, not ：" if "：" in text else "write key: value"
    elif "found unexpected end of stream" in problem or "while scanning a quoted" in (
        error.context or ""
    ):
        start = error.context_mark
        if start is not None:
            line, column = start.line, start.column
        message, hint = "the quotation mark is never closed", "close the quote, or delete it"
    elif "did not find expected <block end>" in problem or "expected <block end>" in problem:
        message, hint = (
            "the indentation does not fit the lines above",
            "align it with its neighbours",
        )
    elif "did not find expected ',' or" in problem:
        message, hint = "a bracket is not closed, or a comma is missing", "close it with ] or }"
    elif "cannot start any token" in problem:
        message, hint = "a text cannot start with this character", "put the text in quotes"
    return Problem(
        "yaml-syntax", message, source.place(line, min(column, len(source.lines[line]))), hint
    )
