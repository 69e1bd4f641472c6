"""Template and plan to Document: fill, parse, and say what the document is."""

from __future__ import annotations

import re
import traceback
from typing import Any

from jinja2 import TemplateError, UndefinedError
from jinja2.exceptions import SecurityError
from markupsafe import Markup

from briefing.compose.components import Components, MisuseError
from briefing.compose.markdown import Reader, value_inlines
from briefing.compose.template import Template, compiled
from briefing.compose.values import FieldText, Ledger, TooMuch, current
from briefing.compose.views import build_context
from briefing.document import Block, Document, Meta, Title
from briefing.plan.model import PlannedBrief
from briefing.problems import Problem

__all__ = ["compose"]


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
    context = build_context(brief, labels, {**front.parameters, **brief.spec.parameters})
    ledger = Ledger()
    reader = Reader(ledger, template.shown)
    components = Components(ledger, brief.language, context["issue"], brief.group.by)

    def callout(role: str, title: Any = "", *, caller: Any) -> Markup:
        return components.callout(role, title, reader.blocks(str(caller())))

    ledger.components = {**components.all(), "_callout": callout}
    token = current.set(ledger)
    try:
        title, subtitle = _title(brief, template, context)
        text = compiled(template.body, template.name, template.search).render(**context)
        blocks = reader.blocks(str(text))
    except (
        TemplateError,
        MisuseError,
        TooMuch,
        RecursionError,
        TypeError,
        ValueError,
        ArithmeticError,
    ) as error:
        return None, [_failed(error, template, ledger)]
    finally:
        current.reset(token)
    if any(problem.is_error for problem in reader.problems):
        return None, reader.problems
    heading = Title(value_inlines(title), value_inlines(subtitle) if subtitle else (), id="title")
    return Document(
        _meta(brief, context, str(title)), _with_title(blocks, heading)
    ), reader.problems


def _title(brief: PlannedBrief, template: Template, context: dict[str, Any]) -> tuple[str, str]:
    """Return the brief's title: the analyst's, the plan's, or the template's pattern."""
    pattern = template.front.title.resolve(brief.language, brief.default_language)[0]
    general = _filled(pattern, template, context)
    own = context["editorial"]["title"]
    if own is None and brief.spec.title is not None:
        text, language = brief.spec.title.resolve(brief.language, brief.default_language)
        from briefing.document import Origin

        own = FieldText.of(text, Origin(f"plan:{brief.spec.id}", "title", language))
    subtitle = template.front.subtitle
    under = ""
    if subtitle is not None:
        under = _filled(
            subtitle.resolve(brief.language, brief.default_language)[0], template, context
        )
    return (own, under or general) if own is not None else (general, under)


def _filled(pattern: str, template: Template, context: dict[str, Any]) -> str:
    text = compiled(pattern, template.name, template.search).render(**context)
    return current.get().fill(str(text))


def _with_title(blocks: tuple[Block, ...], title: Title) -> tuple[Block, ...]:
    """Put the title after the masthead, or first where there is none."""
    from briefing.document import Masthead

    at = next((i + 1 for i, block in enumerate(blocks) if isinstance(block, Masthead)), 0)
    return (*blocks[:at], title, *blocks[at:])


def _meta(brief: PlannedBrief, context: dict[str, Any], title: str) -> Meta:
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
    )


def _failed(error: Exception, template: Template, ledger: Ledger) -> Problem:
    """Return a run-time error with the template's line and the record in hand."""
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
    return Problem(code, message + record, template.place(line), None, record=ledger.record)


def _plain(text: str) -> str:
    text = re.sub(r"'?briefing\.[\w.]+\s+object'?|'View object'", "this", text)
    return text[:1].lower() + text[1:].rstrip(".")
