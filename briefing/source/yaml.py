"""A strict composer over PyYAML's events.

What a person typed stays text: ``no``, ``1e3`` and ``2024-03-07`` are strings;
only an empty value, ``~`` and ``null`` (unquoted) are nothing.  Merges and tags
are refused, duplicate keys reported, aliases counted as what they expand to.
"""

from __future__ import annotations

import re
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from briefing.problems import Problem
from briefing.source.characters import replaced
from briefing.source.text import SourceText
from briefing.source.tree import (
    MAX_DEPTH,
    Mapping,
    Node,
    Scalar,
    Sequence_,
    Tree,
    Unreadable,
    repeated_key,
)

__all__ = ["compose_yaml"]

MAX_ALIASED = 20_000
CONFLICT = "# <<<<<<< "
"""How the comment begins that marks a conflict."""
NOTHING = {"", "~", "null"}
LOADER: Any = getattr(yaml, "CLoader", yaml.Loader)


def compose_yaml(source: SourceText) -> tuple[list[Tree], list[Problem]]:
    """Return a tree per document of the file, and every problem found.

    Where the file cannot be read to its end, the documents before that place
    are returned.
    """
    return _Composer(source).run()


class _Composer:
    def __init__(self, source: SourceText) -> None:
        self.source = source
        # Forbidden characters are reported already; with a stand-in for each (of the same
        # width) the rest of the file can still be read, and lines and columns stay.
        self.text = replaced(source.text)
        self.problems: list[Problem] = []
        self.anchors: dict[str, tuple[Node, int, int]] = {}
        self.expanded = 0
        self.count = 0
        self.deepest = 0

    def run(self) -> tuple[list[Tree], list[Problem]]:
        trees: list[Tree] = []
        self.problems += _conflicts(self.source)
        if not self.text.strip():  # libyaml complains of tabs even where nothing else stands
            return [], []
        try:
            self.events = yaml.parse(self.text, Loader=LOADER)
            for event in self.events:
                if isinstance(event, DocumentStartEvent):
                    self.anchors.clear()
                    node = self.node(next(self.events), 0)
                    trees.append(Tree(node, self.source))
        except Unreadable:
            pass
        except yaml.MarkedYAMLError as error:
            # The scanner reads ahead, and has a limit of its own.
            if "maximum nesting depth" in (error.problem or "") and error.problem_mark:
                self.deep(error.problem_mark.line, error.problem_mark.column)
            else:
                self.problems.append(_syntax(error, self.source))
        except yaml.YAMLError as error:
            self.report("yaml-syntax", str(error).splitlines()[0], 0, 0)
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

    def deep(self, line: int, column: int, width: int = 1) -> None:
        self.report("too-deep", f"more than {MAX_DEPTH} levels of nesting", line, column, width)

    def too_deep(self, line: int, column: int, width: int = 1) -> None:
        self.deep(line, column, width)
        raise Unreadable

    def node(self, event: Any, depth: int) -> Node:
        mark: Any = event.start_mark
        line, column = mark.line, mark.column
        if isinstance(event, ScalarEvent):
            scalar = self.scalar(event, line, column)
            if not event.style and scalar.value in NOTHING:
                scalar.value = None
            return scalar
        if isinstance(event, AliasEvent):
            return self.alias(event, line, column, depth)
        if depth >= MAX_DEPTH:
            self.too_deep(line, column)
        self.tagged(event, line, column)
        before, deepest = self.count, self.deepest
        self.count += 1
        self.deepest = depth
        anchor = event.anchor
        node: Node
        if isinstance(event, SequenceStartEvent):
            node = sequence = Sequence_(line, column, 1)
            while not isinstance(event := next(self.events), SequenceEndEvent):
                sequence.items.append(self.node(event, depth + 1))
        else:
            node = self.mapping(line, column, depth)
        if anchor is not None:
            self.anchors[anchor] = (node, self.count - before, self.deepest - depth)
        self.deepest = max(self.deepest, deepest)
        return node

    def tagged(self, event: Any, line: int, column: int) -> None:
        tag = event.tag
        if tag is None or (tag == "!" and isinstance(event, ScalarEvent)):
            return
        typed = str(tag).replace("tag:yaml.org,2002:", "!!")
        message = f"the tag {typed} is not allowed"
        self.report("yaml-tag", message, line, column, len(typed), "delete the tag")

    def alias(self, event: Any, line: int, column: int, depth: int) -> Node:
        width = len(event.anchor) + 1
        found = self.anchors.get(event.anchor)
        if found is None:
            message = f"no anchor &{event.anchor} stands before this"
            self.report("unknown-anchor", message, line, column, width, "write the value out")
            return Scalar(None, line, column, width)
        node, size, height = found
        if depth + height > MAX_DEPTH:
            self.too_deep(line, column, width)
        self.deepest = max(self.deepest, depth + height)
        self.expanded += size
        self.count += size
        if self.expanded > MAX_ALIASED:
            self.report(
                "too-many-aliases",
                f"the aliases of this file expand to more than {MAX_ALIASED} values",
                line,
                column,
                width,
                "write the values out",
            )
            raise Unreadable
        return node

    def scalar(self, event: Any, line: int, column: int) -> Scalar:
        """Return the text as typed; an unquoted ``null`` is judged by who asks."""
        self.count += 1
        if event.tag is not None:
            self.tagged(event, line, column)
        value, end = event.value, event.end_mark
        width = end.column - column if end.line == line else len(self.source.lines[line]) - column
        if event.style == '"':
            raw = self.text[event.start_mark.index : end.index]
            if "\\" in raw:
                self.problems += self.source.escaped(value, raw, line, column)
        scalar = Scalar(value, line, column, width if width > 0 else 1)
        if event.anchor is not None:
            self.anchors[event.anchor] = (scalar, 1, 0)
        return scalar

    def mapping(self, line: int, column: int, depth: int) -> Mapping:
        mapping = Mapping(line, column, 1)
        items = mapping.items
        while not isinstance(event := next(self.events), MappingEndEvent):
            mark: Any = event.start_mark
            if isinstance(event, ScalarEvent):
                key: Node = self.scalar(event, mark.line, mark.column)
            else:
                key = self.node(event, depth + 1)
                if isinstance(key, Scalar):  # an alias: the place is where it stands
                    end: Any = event.end_mark
                    key = Scalar(key.value, mark.line, mark.column, end.column - mark.column)
            value = self.node(next(self.events), depth + 1)
            if not isinstance(key, Scalar) or key.value is None:
                self.report("bad-key", "a key must be a word", mark.line, mark.column)
            elif key.value == "<<":
                message, hint = "merging with << is not allowed", "write the keys out"
                self.report("yaml-merge", message, key.line, key.column, 2, hint)
            elif key.value in items:
                self.problems.append(repeated_key(self.source, key, items[key.value][0]))
            else:
                items[key.value] = (key, value)
        return mapping


def _conflicts(source: SourceText) -> list[Problem]:
    """Return a problem for each conflict that ``briefing pull --mark`` left in the file."""
    if CONFLICT not in source.text:
        return []
    return [
        Problem(
            "conflict",
            "two versions of what follows are to be settled",
            source.place(number, line.index("#"), len(line.strip())),
            "leave the one you want below, then delete the lines from <<<<<<< to >>>>>>>",
        )
        for number, line in enumerate(source.lines)
        if line.lstrip().startswith(CONFLICT)
    ]


def _syntax(error: yaml.MarkedYAMLError, source: SourceText) -> Problem:
    """Return libyaml's complaint in the words of someone who writes records."""
    problem, context = error.problem or "", error.context or ""
    line, column = _at(error.problem_mark or error.context_mark, source)
    start = _at(error.context_mark, source) if error.context_mark else (line, column)
    text = source.lines[line]
    message, hint = problem or "cannot be read", None
    if _is_tab(text, column, problem):
        place = source.place(line, text.index("\t") if "\t" in text else column)
        message = "a tab stands where only spaces may"
        return Problem("yaml-tab", message, place, "indent with spaces")
    if "mapping values are not allowed" in problem:
        if re.search(r":(\s|$)", text[:column]):
            message, hint = "a second colon in one line", 'put the text in quotes: key: "a: b"'
        else:
            column = len(text) - len(text.lstrip())
            message = "the line is indented deeper than the one that it belongs beside"
            hint = "align it with its neighbours"
    elif "could not find expected ':'" in problem:
        line, text = start[0], source.lines[start[0]]
        column = len(text) - len(text.lstrip())
        message = "no colon and space after the key"
        hint = "use : and a space, not ：" if "：" in text else "write key: value"
    elif "found unexpected ':'" in problem:
        message, hint = "a colon without a space after it", "write key: value"
    elif "found unexpected" in problem:  # the end of the file, or ---
        line, column = start
        message, hint = "the quotation mark is never closed", "close the quote, or delete it"
    elif "unknown escape character" in problem:
        column = max(0, column - 1)
        message = 'a backslash inside "…" that YAML does not know'
        hint = "write \\\\ for a backslash, or use 'single quotes'"
    elif "hexdecimal number" in problem or "invalid Unicode character escape" in problem:
        message, hint = "an escape that stands for no character", "write the character itself"
    elif "did not find expected key" in problem and text[:column].strip():
        message = "something stands after the end of the value"
        hint = "put all of it in quotes; inside '…' a single quote is written twice"
    elif re.search(
        "expected key|expected <block end>|expected '-'|block sequence entries", problem
    ):
        message = "the indentation does not fit the lines above"
        hint = "align it with its neighbours"
    elif "did not find expected ',' or" in problem:
        message, hint = "a bracket is not closed, or a comma is missing", "close it with ] or }"
    elif "did not find expected node content" in problem:
        message = "a value is missing, or a comma or bracket is too many"
    elif "cannot start any token" in problem or re.search(
        "scanning an? (alias|anchor|tag)", context
    ):
        line, column = start if context.startswith("while scanning a") else (line, column)
        column = max(0, min(column, len(source.lines[line]) - 1))
        message = f"a text cannot start with {source.lines[line][column : column + 1]}"
        hint = "put the text in quotes"
    elif "block scalar" in context:
        line, column = start
        message = "something stands after the sign for a text of many lines"
        hint = "begin the text on the next line, indented"
    elif "YAML document" in problem or "directive" in problem + context:
        message, hint = "a line with % that cannot be understood", "delete the line"
    column = min(column, len(source.lines[line]))
    return Problem("yaml-syntax", message, source.place(line, column), hint)


def _at(mark: Any, source: SourceText) -> tuple[int, int]:
    """Return line and column of a mark; the end of the file is the end of its last text."""
    if mark is None:
        return 0, 0
    line: int = mark.line
    column: int = mark.column
    last = len(source.lines) - 1
    if line >= last and not source.lines[last]:
        line = last
        while line and not source.lines[line].strip():
            line -= 1
        return line, len(source.lines[line])
    return min(line, last), column


def _is_tab(text: str, column: int, problem: str) -> bool:
    indent = text[: len(text) - len(text.lstrip())]
    return "'\t'" in problem or "tab character" in problem or "\t" in (indent + text[column:][:1])
