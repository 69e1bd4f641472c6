"""One brief, from its plan to its bytes: compose → transform → write."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from briefing.building.model import Job, Made
from briefing.building.workshop import Workshop, number_scheme
from briefing.building.writers import write

if TYPE_CHECKING:
    from briefing.document import Attachment, Document
    from briefing.plan import PlannedBrief
    from briefing.problems import Problem
    from briefing.style import Style

__all__ = ["composed", "make"]


def make(job: Job, workshop: Workshop) -> Made:
    """Return the brief in the job's formats, or why not."""
    brief = job.brief
    document, style, problems = composed(brief, workshop)
    if style is None or any(problem.is_error for problem in problems):
        return Made({}, tuple(problems))
    scheme = number_scheme(style, brief.language)
    if document is None:
        from briefing.wordtemplate import WordTemplate, fill

        template, _ = workshop.template(brief.spec.template)
        assert isinstance(template, WordTemplate)
        data, found = fill(brief, template, style, scheme)
        return Made({"docx": data} if data is not None else {}, (*problems, *found))
    base = document
    kept = None
    if job.edited is not None:
        from briefing.building.keep import keep

        document, kept, found = keep(job.edited, base, style)
        problems += found
        if any(problem.is_error for problem in found):
            return Made({}, tuple(problems))
    if job.comments:
        from briefing.building.questions import with_questions

        same = document is base
        document = with_questions(document, brief)
        base = document if same else base
    if job.attach:
        document = replace(document, attachments=(records_of(brief),))
    files, found = write(document, style, job.formats, base)
    return Made(files, (*problems, *found), kept)


def composed(
    brief: PlannedBrief, workshop: Workshop
) -> tuple[Document | None, Style | None, list[Problem]]:
    """Return a brief with all transforms applied, its style, and what is wrong.

    A template written in Word makes no document; nor is there one where there are errors.
    """
    from briefing.compose import Template, compose
    from briefing.transforms import apply

    template, problems = workshop.template(brief.spec.template)
    style, found = workshop.style(brief.spec.style)
    problems = [*problems, *found]
    if template is None or style is None or any(problem.is_error for problem in problems):
        return None, style, problems
    if not isinstance(template, Template):
        return None, style, problems
    document, found = compose(brief, template)
    problems += found
    if document is None or any(problem.is_error for problem in problems):
        return None, style, problems
    return apply(document, number_scheme(style, brief.language)), style, problems


def records_of(brief: PlannedBrief) -> Attachment:
    """Return the brief's records as one JSON file, which can be read as records again."""
    from briefing.document import Attachment

    records = [
        selection.record.model_dump(mode="json", exclude_defaults=True)
        for selection in brief.selections
    ]
    data = json.dumps(records, ensure_ascii=False, indent=1) + "\n"
    words = "Records that this brief was made from"
    return Attachment("records.json", "application/json", words, data.encode())
