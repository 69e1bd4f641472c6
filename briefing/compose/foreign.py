"""Templates that another room has read: their tags checked and filled in here.

A template written in Word reaches this room as a *source*: a tag on each line,
and on lines of their own the numbers of the pieces that stand between the tags,
written ``<12>``.  Nothing else that is rendered looks like that, since whatever a
template prints leaves a token (see ``values``).  So the same sandbox, the same
allow-list and the same check against the record model hold for every template.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from jinja2 import TemplateSyntaxError, nodes

from briefing.compose.allowed import Fault, faults
from briefing.compose.check import check_body
from briefing.compose.components import Components
from briefing.compose.sandbox import Sandbox
from briefing.compose.story import FAILURES, failed, meta, parameters
from briefing.compose.telling import changes_of
from briefing.compose.template import LONGEST, FrontMatter, compiled, counted
from briefing.compose.values import Ledger, current, unmarked
from briefing.compose.views import build_context
from briefing.document import Blocks, Inlines, Meta
from briefing.memory import collector_paused
from briefing.plan.model import PlannedBrief, Project
from briefing.problems import Place, Problem
from briefing.records.model import LocalText

__all__ = [
    "BLOCKS",
    "Filled",
    "Foreign",
    "check_foreign",
    "fill",
    "fill_with",
    "read_foreign",
    "tag_fault",
]

PIECE = re.compile(r"<(\d+)>")
APART = "{% import %}, {% include %} and {% extends %}"

BLOCKS = frozenset(
    [
        "masthead", "imprint", "key_messages", "summary_table", "recommendations", "chart", "sources",
        "changes",
    ]
)  # fmt: skip
"""The components that make paragraphs and tables, not words."""

PlaceOf = Callable[[int | None, str, int], Place]
Part = tuple[Literal["piece"], int] | tuple[Literal["value"], str | Inlines | Blocks, bool]


@dataclass(frozen=True)
class Foreign:
    """A template whose source another room made; ``place_of`` finds its lines there."""

    name: str
    source: str
    front: FrontMatter
    place_of: PlaceOf
    tree: nodes.Template = field(repr=False)

    def place(self, line: int | None, word: str = "", nth: int = 0) -> Place:
        """Return the place of the ``nth`` occurrence of a word that the tag of ``line`` holds."""
        return self.place_of(line, word, nth)


@dataclass(frozen=True, slots=True)
class Filled:
    """What filling in came to: pieces and values in their order, and what the document is.

    A part is ``("piece", number)`` or ``("value", value, alone)``: a text (perhaps bound
    to a record), inlines, or with ``alone`` the blocks of a component.
    """

    parts: tuple[Part, ...]
    meta: Meta


def read_foreign(name: str, source: str, place_of: PlaceOf) -> tuple[Foreign | None, list[Problem]]:
    """Return a template of the source, parsed, beside what is not allowed in it."""

    def problem(code: str, message: str, line: int = 1, hint: str | None = None) -> Problem:
        return Problem(code, message, place_of(line, "", 0), hint)

    if len(source) > LONGEST:
        return None, [problem("too-large", f"a template's tags may have {LONGEST:,} characters")]
    try:
        tree = Sandbox().parse(source, name)
        found = list(counted(_faults(tree)))
    except TemplateSyntaxError as error:
        return None, [problem("template-syntax", _worded(error), error.lineno)]
    except RecursionError:
        return None, [problem("template-too-deep", "expressions stand too deep in one another")]
    except ValueError as error:
        # Jinja2 hands numbers to int(), which refuses thousands of digits.
        return None, [problem("template-syntax", f"cannot be read: {error}".split(";", 1)[0])]
    front = FrontMatter(name=name, title=LocalText({"en": name}))
    problems = [
        Problem(fault.code, fault.message, place_of(fault.line, fault.word, nth), fault.hint)
        for fault, nth in found
    ]
    return Foreign(name, source, front, place_of, tree), problems


def tag_fault(tag: str) -> tuple[str, str | None] | None:
    """Return what is wrong with the form of one tag, and a hint; ``None`` where nothing is.

    Tags are looked at one by one, so that the first fault does not hide the others.
    """
    word = re.match(r"\{%\s*(\w+)", tag)
    closed = {
        "for": "{% endfor %}",
        "if": "{% endif %}",
        "macro": "{% endmacro %}",
        "call": "{% endcall %}",
        "with": "{% endwith %}",
        "callout": "{% endcallout %}",
        "block": "{% endblock %}",
        "filter": "{% endfilter %}",
        "autoescape": "{% endautoescape %}",
    }
    keyword = word.group(1) if word else ""
    before, after = "", closed.get(keyword, "")
    if keyword == "set" and "=" not in tag:
        after = "{% endset %}"
    elif keyword in {"else", "elif"}:
        before, after = "{% if 1 %}", "{% endif %}"
    elif keyword.startswith("end"):
        return None
    try:
        Sandbox().parse(before + tag + after)
    except TemplateSyntaxError as error:
        message = _worded(error)
        hint = None
        if "unknown tag" in message:
            hint = "known: for, if, elif, else, set, macro, call, with; the ends of them"
        elif "got '='" in message or "'='" in message:
            hint = "to compare, write =="
        return message, hint
    except (RecursionError, ValueError):
        return None  # found again, with its words, when the whole is read
    return None


def check_foreign(template: Foreign, project: Project) -> list[Problem]:
    """Return what is wrong with a template for a project: names, fields, arguments."""
    return check_body(template, template.tree, project)


@collector_paused()
def fill(brief: PlannedBrief, template: Foreign) -> tuple[Filled | None, list[Problem]]:
    """Return the template filled in for a brief, or ``None`` and why not."""
    ledger = Ledger(brief.language)
    token = current.set(ledger)
    try:
        context = build_context(brief, {}, parameters(brief, template))
        proposals = context["proposals"]
        compared = cache(lambda: changes_of(brief, template, proposals))
        components = Components(ledger, brief, context, compared)
        ledger.components = components.all()
        parts = fill_with(template, context, ledger)
    except FAILURES as error:
        return None, [failed(error, template, ledger)]
    finally:
        current.reset(token)
    return Filled(parts, meta(brief, template, context, _title(brief, context))), []


def fill_with(template: Foreign, context: Mapping[str, Any], ledger: Ledger) -> tuple[Part, ...]:
    """Return the parts of a template filled in with ``context``; ``ledger`` is the current one.

    Raises what a template can raise (see :data:`briefing.compose.story.FAILURES`).
    """
    text = str(compiled(template.source, template.name, ()).render(**context))
    return tuple(_parts(unmarked(text)[0], ledger))


def _parts(text: str, ledger: Ledger) -> Iterator[Part]:
    for kind, value in ledger.split(text):
        if kind == "text":
            for match in PIECE.finditer(str(value)):
                yield "piece", int(match.group(1))
        else:
            yield "value", value, kind == "block"  # type: ignore[misc]


def _title(brief: PlannedBrief, context: Any) -> str:
    """Return what the document is called: by the analyst, by the plan, or by its series."""
    own = context["editorial"]["title"]
    if own is None and brief.spec.title is not None:
        own = brief.spec.title.resolve(brief.language, brief.default_language)[0]
    if own is not None:
        return str(own)
    issue, group = context["issue"], context["group"]
    words: Sequence[object] = (
        issue["series"],
        issue["number"],
        group["label"] if brief.group.by != "none" else None,
    )
    return " · ".join(str(word) for word in words if word)


def _faults(tree: nodes.Template) -> Iterator[Fault]:
    yield from faults(tree)
    for node in tree.find_all((nodes.Import, nodes.FromImport, nodes.Include, nodes.Extends)):
        message = f"{APART} are not available in templates written in Word"
        yield Fault(node.lineno, "", "not-in-word", message, "write what they hold here")
    for call in tree.find_all(nodes.Name):
        if call.name == "toc":
            message = "toc() is not available in templates written in Word"
            hint = "insert Word's own table of contents (References, Table of Contents)"
            yield Fault(call.lineno, "toc", "not-in-word", message, hint)
        if call.name == "_callout":
            message = "{% callout %} is not available in templates written in Word"
            hint = "draw a box in Word: a table of one cell, or a paragraph with borders"
            yield Fault(call.lineno, "callout", "not-in-word", message, hint)


def _worded(error: TemplateSyntaxError) -> str:
    text = str(error.message or error).rstrip(".")
    return text[:1].lower() + text[1:]
