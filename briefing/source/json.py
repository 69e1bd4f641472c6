"""A strict JSON reader (RFC 8259) that keeps every value's place.

Duplicate keys, comments, trailing commas, NaN and lone surrogates are faults
with a place and a way out, where the standard library accepts or merely
rejects them.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any

from briefing.problems import Problem
from briefing.source.characters import replaced
from briefing.source.text import LINE_END, SourceText
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

__all__ = ["compose_json"]

MAX_DIGITS = 18
"""Most digits of a whole number: what every reader of JSON keeps exactly, and any measure needs."""

SPACE = re.compile(r"[ \t\r\n]*")
PART = re.compile(r'[^"\\\x00-\x1f]*+(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*+)*+')
ADDED = re.compile(r"[\w.+-]+")
NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?")
WORDS: dict[str, Any] = {"true": True, "false": False, "null": None}
WORD = re.compile(r"[A-Za-z_]\w*")


def compose_json(source: SourceText) -> tuple[list[Tree], list[Problem]]:
    """Return the one tree of the file, and every problem found.

    There is none where the file is empty or cannot be read.
    """
    reader = _Reader(source)
    reader.skip()
    if reader.at == len(reader.text):
        return [], []
    try:
        root = reader.value(0)
        reader.skip()
        if reader.at < len(reader.text):
            reader.stop("something stands after the end of the value", "delete it")
    except Unreadable:
        return [], reader.problems
    return [Tree(root, source)], reader.problems


class _Reader:
    def __init__(self, source: SourceText) -> None:
        self.source = source
        # As for YAML: a stand-in of the same width for what is reported already.
        self.text = replaced(source.text)
        self.at = 0
        self.problems: list[Problem] = []
        self.line = 0
        self.line_start = 0

    def skip(self) -> None:
        match = SPACE.match(self.text, self.at)
        assert match is not None
        for end in LINE_END.finditer(match.group()):
            self.line += 1
            self.line_start = self.at + end.end()
        self.at = match.end()

    def report(self, code: str, message: str, hint: str | None, at: int, width: int = 1) -> None:
        place = self.source.place(self.line, at - self.line_start, width)
        self.problems.append(Problem(code, message, place, hint))

    def stop(self, message: str, hint: str | None = None, width: int = 1) -> None:
        self.report("json-syntax", message, hint, self.at, width)
        raise Unreadable

    def value(self, depth: int) -> Node:
        self.skip()
        line, column, start = self.line, self.at - self.line_start, self.at
        char = self.text[start : start + 1]
        if char in ("{", "[") and depth >= MAX_DEPTH:
            self.report("too-deep", f"more than {MAX_DEPTH} levels of nesting", None, start)
            raise Unreadable
        if char == "{":
            return self.mapping(line, column, depth)
        if char == "[":
            return self.sequence(line, column, depth)
        if char == '"':
            text = self.string()
            return Scalar(text, line, column, self.at - start)
        if NUMBER.match(self.text, start):
            return self.number(line, column)
        word = WORD.match(self.text, start)
        if word and word.group() in WORDS:
            self.at = word.end()
            return Scalar(WORDS[word.group()], line, column, len(word.group()))
        if not char:
            self.stop("the file ends where a value should stand")
        self.comment()
        if self.text.startswith(("NaN", "Infinity", "-Infinity"), start):
            self.stop("JSON has no NaN and no Infinity", "write null, or a number", 3)
        elif char in ("'", "“", "”", "‘", "’", "「", "『"):
            self.stop(f"text in JSON does not stand in {char}", 'use "straight double quotes"')
        elif char in ",]}":
            self.stop("a value is missing", "delete the comma before it")
        self.stop(
            "a value should stand here",
            "put text in double quotes",
            len(word.group()) if word else 1,
        )
        raise AssertionError

    def number(self, line: int, column: int) -> Scalar:
        start = self.at
        match = NUMBER.match(self.text, start)
        assert match is not None
        typed = match.group()
        more = ADDED.match(self.text, match.end())
        if more:
            width = more.end() - start
            self.stop("JSON has no such number", 'put it in "double quotes" if it is text', width)
        self.at = match.end()
        whole = re.fullmatch(rf"-?\d{{1,{MAX_DIGITS}}}", typed)
        value: Any = int(typed) if whole else float(typed)
        if (typed.lstrip("-").isdigit() and not whole) or value in (math.inf, -math.inf):
            message = f"a number with more than {MAX_DIGITS} digits cannot be kept exactly"
            hint = 'put it in "double quotes" if it is text'
            self.report("number-too-large", message, hint, start, len(typed))
        return Scalar(value, line, column, len(typed))

    def comment(self) -> None:
        if self.text.startswith(("//", "/*", "#"), self.at):
            self.stop("JSON has no comments", "delete the comment, or write the file as YAML", 2)

    def string(self) -> str:
        start = self.at
        match = PART.match(self.text, start + 1)
        assert match is not None
        self.at = match.end()
        char = self.text[self.at : self.at + 1]
        if char == "\\":
            self.stop("a backslash that JSON does not know", r"write \\ for a backslash", 2)
        if char == "\t":
            self.stop("a tab inside a text", r"write \t for a tab, or a space")
        if char != '"':
            self.at = start
            message = "the quotation mark is never closed in this line"
            self.stop(message, r"close it; a line break is \n")
        self.at += 1
        raw = self.text[start : self.at]
        if "\\" not in raw:
            return raw[1:-1]
        text: str = json.loads(raw)
        self.problems += self.source.escaped(text, raw, self.line, start - self.line_start)
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
                self.comment()
                self.stop("a key in double quotes should stand here", 'write "key": value')
            start = self.at
            key = Scalar(self.string(), self.line, start - self.line_start, self.at - start)
            self.skip()
            if not self.text.startswith(":", self.at):
                self.comment()
                self.stop("a colon should stand here", 'write "key": value')
            self.at += 1
            value = self.value(depth + 1)
            if key.value in node.items:
                first = node.items[key.value][0]
                self.problems.append(repeated_key(self.source, key, first))
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
            self.comment()
            hint = "use , and not ，" if char == "，" else None
            self.stop(f"a comma or {close} should stand here", hint)
        line, column = self.line, self.at - self.line_start
        self.at += 1
        self.skip()
        if self.text.startswith(close, self.at):
            # What is meant is clear, so that the rest of the file can be read.
            message, hint = "a comma before the closing bracket", "delete the comma"
            place = self.source.place(line, column)
            self.problems.append(Problem("json-syntax", message, place, hint))
            self.at += 1
            return True
        return False
