"""A strict JSON reader (RFC 8259) that keeps every value's place.

Duplicate keys, comments, trailing commas, NaN and lone surrogates are faults
with a place and a way out, where the standard library accepts or merely
rejects them.
"""

from __future__ import annotations

import json
import re
from typing import Any

from briefing.problems import Problem
from briefing.source.text import SourceText, character_problems
from briefing.source.tree import Mapping, Node, Scalar, Sequence_, Tree

__all__ = ["compose_json"]

MAX_DEPTH = 60
SPACE = re.compile(r"[ \t\r\n]*")
STRING = re.compile(r'"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"')
NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?")
WORDS: dict[str, Any] = {"true": True, "false": False, "null": None}
WORD = re.compile(r"[A-Za-z_]\w*")


class _Unreadable(Exception):  # noqa: N818 – control flow, never seen outside
    """The text cannot be read on from here."""


def compose_json(source: SourceText) -> tuple[list[Tree], list[Problem]]:
    """Return the one tree of the file (none where it cannot be read), and every problem found."""
    reader = _Reader(source)
    try:
        root = reader.value(0)
        reader.skip()
        if reader.at < len(source.text):
            reader.stop("something stands after the end of the value", "delete it")
    except _Unreadable:
        return [], reader.problems
    return [Tree(root, source)], reader.problems


class _Reader:
    def __init__(self, source: SourceText) -> None:
        self.source = source
        self.text = source.text
        self.at = 0
        self.problems: list[Problem] = []
        self.line = 0
        self.line_start = 0

    def skip(self) -> None:
        match = SPACE.match(self.text, self.at)
        assert match is not None
        for end in re.finditer(r"\r\n|\r|\n", match.group()):
            self.line += 1
            self.line_start = self.at + end.end()
        self.at = match.end()

    def report(self, code: str, message: str, hint: str | None, at: int, width: int = 1) -> None:
        place = self.source.place(self.line, at - self.line_start, width)
        self.problems.append(Problem(code, message, place, hint))

    def stop(self, message: str, hint: str | None = None, width: int = 1) -> None:
        self.report("json-syntax", message, hint, self.at, width)
        raise _Unreadable

    def value(self, depth: int) -> Node:
        self.skip()
        line, column, start = self.line, self.at - self.line_start, self.at
        char = self.text[start : start + 1]
        if depth > MAX_DEPTH:
            self.stop(f"more than {MAX_DEPTH} levels of nesting")
        if char == "{":
            return self.mapping(line, column, depth)
        if char == "[":
            return self.sequence(line, column, depth)
        if char == '"':
            text = self.string()
            return Scalar(text, line, column, self.at - start)
        number = NUMBER.match(self.text, start)
        if number:
            self.at = number.end()
            typed = number.group()
            value: Any = int(typed) if re.fullmatch(r"-?\d{1,18}", typed) else float(typed)
            return Scalar(value, line, column, len(typed))
        word = WORD.match(self.text, start)
        if word and word.group() in WORDS:
            self.at = word.end()
            return Scalar(WORDS[word.group()], line, column, len(word.group()))
        if not char:
            self.stop("the file ends where a value should stand")
        elif self.text.startswith(("//", "/*"), start) or char == "#":
            self.stop("JSON has no comments", "delete the comment, or write the file as YAML", 2)
        elif char == "'":
            self.stop("JSON has no single quotes", 'use "double quotes"')
        elif char in ",]}":
            self.stop("a value is missing", "delete the comma before it")
        self.stop(
            "a value should stand here",
            "put text in double quotes",
            len(word.group()) if word else 1,
        )
        raise AssertionError

    def string(self) -> str:
        match = STRING.match(self.text, self.at)
        if match is None:
            end = re.compile(r"[\r\n]|\Z").search(self.text, self.at)
            assert end is not None
            bad = re.compile(r'\\[^"\\/bfnrtu]').search(self.text, self.at, end.start())
            if bad:
                self.at = bad.start()
                self.stop("a backslash that JSON does not know", r"write \\ for a backslash", 2)
            self.stop(
                "the quotation mark is never closed in this line", r"close it; a line break is \n"
            )
            raise AssertionError
        start, self.at = self.at, match.end()
        text: str = json.loads(match.group())
        place = self.source.place(self.line, start - self.line_start, self.at - start)
        if "\\u" in match.group():
            self.problems += character_problems(text, lambda _: place)
        return text

    def sequence(self, line: int, column: int, depth: int) -> Node:
        node = Sequence_(line, column, 1)
        self.at += 1
        self.skip()
        if self.text.startswith("]", self.at):
            self.at += 1
            return node
        while True:
            node.items.append(self.value(depth + 1))
            if self.ends("]"):
                return node

    def mapping(self, line: int, column: int, depth: int) -> Node:
        node = Mapping(line, column, 1)
        self.at += 1
        self.skip()
        if self.text.startswith("}", self.at):
            self.at += 1
            return node
        while True:
            self.skip()
            if not self.text.startswith('"', self.at):
                self.stop("a key in double quotes should stand here", 'write "key": value')
            start = self.at
            key = Scalar(self.string(), self.line, start - self.line_start, self.at - start)
            self.skip()
            if not self.text.startswith(":", self.at):
                self.stop("a colon should stand here", 'write "key": value')
            self.at += 1
            value = self.value(depth + 1)
            if key.value in node.items:
                first = node.items[key.value][0].line + self.source.first_line
                place = self.source.place(key.line, key.column, key.width)
                message = f"the key {key.value} stands twice, first in line {first}"
                self.problems.append(
                    Problem("duplicate-key", message, place, "keep one of the two")
                )
            else:
                node.items[key.value] = (key, value)
            if self.ends("}"):
                return node

    def ends(self, close: str) -> bool:
        """Take a comma (and say False) or the closing bracket (and say True)."""
        self.skip()
        char = self.text[self.at : self.at + 1]
        if char == close:
            self.at += 1
            return True
        if char != ",":
            self.stop(f"a comma or {close} should stand here")
        self.at += 1
        self.skip()
        if self.text.startswith(close, self.at):
            self.stop("a comma before the closing bracket", "delete the comma")
        return False
