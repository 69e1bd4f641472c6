"""Template and plan to Document: fill, parse, and say what the document is."""

from __future__ import annotations

import re
import traceback
from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import TemplateError, UndefinedError
from jinja2.exceptions import SecurityError
from markupsafe import Markup

from briefing.compose.check import Checkable
from briefing.compose.components import Components
from briefing.compose.markdown import Reader
from briefing.compose.telling import Parsed, changes_of, tells
from briefing.compose.template import Template, compiled
from briefing.compose.values import (
    FieldText,
    Ledger,
    MisuseError,
    TooMuch,
    current,
    unmarked,
    value_inlines,
)
from briefing.compose.views import build_context
from briefing.document import Block, Document, Meta, Origin, Title
from briefing.memory import collector_paused
from briefing.plan.model import PlannedBrief
from briefing.problems import Place, Problem

__all__ = ["FAILURES", "compose", "failed", "meta", "parameters"]

FAILURES = (
    TemplateError,
    MisuseError,
    TooMuch,
    RecursionError,
    TypeError,
    ValueError,
    ArithmeticError,
)
"""What a template may raise while it is filled in."""


@collector_paused()
def compose(brief: PlannedBrief, template: Template) -> tuple[Document | None, list[Problem]]:
    """Return the brief's document, or ``None`` and why not.

    Numbers, contents and cross-references are not filled in yet: that is for
    the transforms.
    """
    front = template.front
    labels = {
        name: text.resolve(brief.language, brief.default_language)[0]
        for name, text in front.labels.items()
    }
    ledger = Ledger(brief.language)
    reader = Reader(ledger, template.place, template.folders)
    at: tuple[str, ...] | None = None
    token = current.set(ledger)
    try:
        context = build_context(brief, labels, parameters(brief, template))
        proposals = context["proposals"]
        compared = cache(lambda: changes_of(brief, template, proposals))
        components = Components(ledger, brief, context, compared)

        def callout(role: str, title: Any = "", *, caller: Any) -> Markup:
            return components.callout(role, title, reader.blocks(str(caller())))

        ledger.components = {**components.all(), "_callout": callout}
        found = {}
        for at in (("title",), ("subtitle",)):
            found[at[0]] = _filled(at[0], brief, template, context)
        at = None
        title, subtitle = _title(brief, context, **found)
        text = compiled(template.body, template.name, template.search).render(**context)
        blocks = reader.blocks(str(text))
    except FAILURES as error:
        found_at = template.front_tree.place((*at, ledger.language)) if at else None
        return None, [failed(error, template, ledger, found_at)]
    finally:
        current.reset(token)
    if any(problem.is_error for problem in reader.problems):
        return None, reader.problems
    heading = Title(value_inlines(title), value_inlines(subtitle) if subtitle else (), id="title")
    return Document(
        meta(brief, template, context, str(title)), _with_title(blocks, heading)
    ), reader.problems


def parameters(brief: PlannedBrief, template: Checkable) -> dict[str, Any]:
    """Return a template's parameters, as the plan sets them or by default."""
    given = brief.spec.parameters
    return {
        name: parameter.value(given.get(name, parameter.default))
        for name, parameter in template.front.parameters.items()
    }


def _title(
    brief: PlannedBrief, context: Mapping[str, Any], title: str, subtitle: str
) -> tuple[str, str]:
    """Return title and subtitle: the analyst's title, the plan's, or the template's.

    Where the template has no subtitle, its title becomes that of a title of one's own.
    """
    own = context["editorial"]["title"]
    if own is None and brief.spec.title is not None:
        text, language = brief.spec.title.resolve(brief.language, brief.default_language)
        own = FieldText.of(text, Origin(f"plan:{brief.spec.id}", "title", language))
    return (own, subtitle or title) if own is not None else (title, subtitle)


def _filled(name: str, brief: PlannedBrief, template: Template, context: Mapping[str, Any]) -> str:
    """Return the template's title or subtitle with its expressions filled in."""
    texts = getattr(template.front, name)
    if texts is None:
        return ""
    pattern = texts.resolve(brief.language, brief.default_language)[0]
    text = compiled(pattern, f"{name} of {template.name}", template.search).render(**context)
    return current.get().fill(unmarked(str(text))[0])


def _with_title(blocks: tuple[Block, ...], title: Title) -> tuple[Block, ...]:
    """Put the title after the masthead, or first where there is none."""
    from briefing.document import Masthead

    at = next((i + 1 for i, block in enumerate(blocks) if isinstance(block, Masthead)), 0)
    return (*blocks[:at], title, *blocks[at:])


def meta(brief: PlannedBrief, template: Parsed, context: Mapping[str, Any], title: str) -> Meta:
    """Return what is said about the document, from the issue data and the template alone."""
    issue, group = context["issue"], context["group"]
    themes = dict.fromkeys(str(p["theme"]["label"]) for p in context["proposals"])
    sectors = [str(group["label"])] if brief.group.by == "sectors" else []
    number = f" · {issue['number']}" if issue["number"] else ""
    return Meta(
        title=" ".join(title.split()),
        language=brief.language,
        organization=str(issue["organization"]),
        date=brief.issue.date,
        identifier=f"{brief.key}-{brief.language}",
        subject=str(issue["series"]),
        keywords=(*sectors, *themes),
        authors=tuple(str(author) for author in issue["authors"]),
        header=(
            f"{issue['series']}{number}",
            str(group["label"]) if brief.group.by != "none" else "",
        ),
        footer=str(issue["classification"] or issue["organization"]),
        tells=tuple(sorted(tells(template, brief.group.by))),
    )


def failed(
    error: Exception, template: Checkable, ledger: Ledger, at: Place | None = None
) -> Problem:
    """Return a run-time error with the template's line and the record in hand.

    ``at`` is the place in the front matter that was being filled in, if any.
    """
    line = 1
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename == template.name and frame.lineno is not None:
            line = frame.lineno
    if isinstance(error, TooMuch):
        code, message = "template-too-much", str(error)
    elif isinstance(error, RecursionError):
        code, message = "template-too-much", "a macro calls itself without end"
    elif isinstance(error, UndefinedError):
        code, message = "undefined-name", _plain(str(error))
    elif isinstance(error, SecurityError):
        code, message = "template-forbidden", _plain(str(error))
    else:
        code, message = "template-failed", _plain(str(error))
    record = f" (record {ledger.record})" if ledger.record else ""
    place = at or template.place(line)
    return Problem(code, message + record, place, None, record=ledger.record)


def _plain(text: str) -> str:
    text = re.sub(r"'?briefing\.[\w.]+\s+object'?|'View object'", "this", text)
    return text[:1].lower() + text[1:].rstrip(".")
