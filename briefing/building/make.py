"""One brief, from its plan to its bytes: compose → transform → write."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.building.inputs import shown_file
from briefing.building.model import Job, Made
from briefing.building.writers import write
from briefing.plan.checks import word_template
from briefing.resources import templates_folder

if TYPE_CHECKING:
    from briefing.compose import Template
    from briefing.compose.telling import Parsed
    from briefing.document import Attachment, Document
    from briefing.plan import PlannedBrief, Project
    from briefing.problems import Problem
    from briefing.style import Style
    from briefing.transforms import Scheme
    from briefing.wordtemplate import WordTemplate

__all__ = ["Workshop", "composed", "make", "number_scheme", "parsed", "workshop_of"]


class Workshop:
    """The templates and styles of one build, each read once.

    ``search`` lists template folders.  Sent to another process, it arrives empty.
    """

    def __init__(self, search: tuple[Path, ...]) -> None:
        self.search = search
        self._templates: dict[str, tuple[Template | WordTemplate | None, list[Problem]]] = {}
        self._styles: dict[str, tuple[Style | None, list[Problem]]] = {}

    def __reduce__(self) -> tuple[type[Workshop], tuple[tuple[Path, ...]]]:
        return Workshop, (self.search,)

    def template(self, name: str) -> tuple[Template | WordTemplate | None, list[Problem]]:
        """Return a template, or ``None``, and what is wrong with it."""
        if name not in self._templates:
            if file := word_template(name, self.search):
                from briefing.wordtemplate import load

                self._templates[name] = load(name, file, shown_file(file))
            else:
                from briefing.compose import load_template

                self._templates[name] = load_template(name, self.search)
        return self._templates[name]

    def style(self, name: str) -> tuple[Style | None, list[Problem]]:
        """Return a style, or ``None``, and what is wrong with it."""
        if name not in self._styles:
            from briefing.docx.reference import house_style

            self._styles[name] = house_style(name, self.search)
        return self._styles[name]


def parsed(name: str, workshop: Workshop) -> Parsed:
    """Return the body of a template that has no errors, whether or not it is written in Word."""
    from briefing.wordtemplate import WordTemplate

    template, _ = workshop.template(name)
    assert template is not None
    return template.foreign if isinstance(template, WordTemplate) else template


def workshop_of(project: Project) -> Workshop:
    """Return the workshop for a project: its own templates first, then the built-in ones."""
    return Workshop((*project.search, templates_folder()))


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


def number_scheme(style: Style, language: str) -> Scheme:
    """Return how the style numbers headings and lists, in the form that transforms take."""
    from briefing.transforms import ClosingScheme, HeadingScheme, Scheme

    words = style.word(language)
    style = style.spoken(language)
    return Scheme(
        headings={
            level: HeadingScheme(number.format, number.restart, number.always, number.reference)
            for level, number in style.headings.items()
        },
        lists={role: look.format for role, look in style.lists.items()},
        contents_title=words.contents,
        closing=ClosingScheme(words.copies, words.issued) if style.closing else None,
        own_colours=style.chart.own_colours,
    )
