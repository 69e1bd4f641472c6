"""Finding Jinja2 tags in the text of a paragraph, however Word has cut it into runs.

What Word's typing aids make of a tag is understood: curly quotes, non-breaking and
full-width spaces, line breaks, and the full-width signs of a Chinese keyboard.
Every sign is replaced by one sign, so that a column in the tag is a column in
the paragraph.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

__all__ = ["OBJECT", "Level", "Tag", "Unclosed", "find_tags", "straight"]

Level = Literal["words", "p", "tc", "tr"]
"""What a tag repeats or leaves out: words of a paragraph, or whole paragraphs, cells, rows."""

OBJECT = "\ufffc"
"""Stands in a paragraph's text for what is no text: a picture, a note, a field."""

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
OPENING = re.compile(r"\{[{%#]")
WIDE = re.compile(r"[｛{][｛％%{]")
PREFIX = re.compile(r"(tr|tc|p|r)[ ]+(?=[\w'\"(\[])")
DOUBLE, SINGLE = "“”„‟″", "‘’‚‛′"
SPACES = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u3000\ufeff]")
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064]")


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag of a paragraph.

    ``text`` is what Jinja2 reads, as long as what was typed, from ``start`` to
    ``end`` of ``paragraph``.  ``word`` is the first word of a statement, such as
    ``for``.  ``level`` is what docxtpl's ``{%p``, ``{%tr`` and ``{%tc`` ask for.
    ``inside`` says where in the file the paragraph stands.
    """

    text: str
    kind: Literal["print", "statement", "comment"]
    level: Level
    word: str
    start: int
    end: int
    paragraph: str
    inside: str
    joins_before: bool = False
    joins_after: bool = False

    @property
    def opens(self) -> str | None:
        """The word that ends what this tag begins, if it begins anything."""
        if self.word == "set":
            return None if "=" in self.text else "endset"
        return f"end{self.word}" if self.word in PAIRED else None

    @property
    def shown(self) -> str:
        """The tag as it was typed."""
        return self.paragraph[self.start : self.end]


PAIRED = frozenset(
    ["for", "if", "macro", "call", "callout", "with", "block", "filter", "autoescape", "raw"]
)


@dataclass(frozen=True, slots=True)
class Unclosed:
    """A ``{{`` or ``{%`` without its end, or one typed with full-width braces."""

    start: int
    end: int
    code: str
    message: str
    hint: str


def find_tags(paragraph: str, inside: str) -> Iterator[Tag | Unclosed]:
    """Yield the tags of a paragraph's text, and what seems to be one but has no end."""
    at = 0
    while match := OPENING.search(paragraph, at):
        whole = TAG.match(paragraph, match.start())
        if whole is None:
            end = {"{{": "}}", "{%": "%}", "{#": "#}"}[match.group()]
            message = f"{match.group()} is not closed in its paragraph"
            hint = f"write {end} where the tag ends, in the same paragraph"
            yield Unclosed(match.start(), match.end(), "template-syntax", message, hint)
            at = match.end()
            continue
        yield _tag(whole, paragraph, inside)
        at = whole.end()
    for match in WIDE.finditer(paragraph):
        if "｛" in match.group() or "％" in match.group():
            message = f"{match.group()} is typed with full-width signs, so it is no tag"
            hint = f"write {unicodedata.normalize('NFKC', match.group())}"
            yield Unclosed(match.start(), match.end(), "template-syntax", message, hint)


def _tag(match: re.Match[str], paragraph: str, inside: str) -> Tag:
    raw = match.group()
    kind: Literal["print", "statement", "comment"] = (
        "print" if raw[1] == "{" else "statement" if raw[1] == "%" else "comment"
    )
    inner = raw[2:-2] if kind == "comment" else straight(raw[2:-2])
    before = after = False
    if kind != "comment" and inner[:1] in {"-", "+"}:
        before, inner = inner[0] == "-", " " + inner[1:]
    if kind != "comment" and inner[-1:] in {"-", "+"}:
        after, inner = inner[-1] == "-", inner[:-1] + " "
    level: Level = "words"
    if found := PREFIX.match(inner):
        name = found.group(1)
        level = "words" if name == "r" else "p" if name == "p" else "tr" if name == "tr" else "tc"
        inner = " " * len(name) + inner[len(name) :]
    word = ""
    if kind == "statement":
        first = re.match(r"\s*(\w+)", inner)
        word = first.group(1) if first else ""
    return Tag(
        raw[:2] + inner + raw[-2:], kind, level, word, match.start(), match.end(),
        paragraph, inside, before, after,
    )  # fmt: skip


def straight(text: str) -> str:
    """Return the inside of a tag as Jinja2 reads it, sign for sign.

    >>> straight("x | default(“it’s”)")
    'x | default("it’s")'
    """
    found: list[str] = []
    closing = ""
    for index, char in enumerate(text):
        if closing:
            if char == "\\" or (found and found[-1] == "\\"):
                found.append(char)
            elif char in closing:
                # A curly apostrophe inside a text in single quotes is no end of it.
                if char == "’" and _inside_word(text, index):
                    found.append(char)
                    continue
                found.append('"' if '"' in closing else "'")
                closing = ""
            else:
                found.append(" " if char in "\n\t" else char)
        elif char == '"' or char in DOUBLE:
            found.append('"')
            closing = '"' if char == '"' and '"' in text[index + 1 :] else '"' + DOUBLE
        elif char == "'" or char in SINGLE:
            found.append("'")
            closing = "'" if char == "'" and "'" in text[index + 1 :] else "'" + SINGLE
        elif SPACES.match(char) or INVISIBLE.match(char):
            found.append(" ")
        elif "\uff01" <= char <= "\uff5e" and not unicodedata.normalize("NFKC", char).isalnum():
            found.append(unicodedata.normalize("NFKC", char))
        elif char in "–—−" and index in {0, len(text) - 1}:
            found.append("-")
        else:
            found.append(char)
    return "".join(found)


def _inside_word(text: str, index: int) -> bool:
    return text[index - 1 : index].isalpha() and text[index + 1 : index + 2].isalpha()
