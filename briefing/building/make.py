"""One brief, from its plan to its bytes: compose → transform → write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.building.model import Job, Made
from briefing.building.writers import write

if TYPE_CHECKING:
    from briefing.style import Style
    from briefing.transforms import Scheme

__all__ = ["make", "number_scheme"]


def make(job: Job) -> Made:
    """Return the brief in the job's formats, or why not."""
    from briefing.compose import compose, load_template
    from briefing.style import read_style
    from briefing.transforms import apply

    brief = job.brief
    template, problems = load_template(brief.spec.template, job.search)
    style, found = read_style(brief.spec.style, job.search)
    problems = [*problems, *found]
    if template is None or style is None:
        return Made({}, tuple(problems))
    document, found = compose(brief, template)
    problems += found
    if document is None or any(problem.is_error for problem in problems):
        return Made({}, tuple(problems))
    document = apply(document, number_scheme(style, brief.language))
    files, found = write(document, style, job.formats)
    return Made(files, (*problems, *found))


def number_scheme(style: Style, language: str) -> Scheme:
    """Return how the style numbers headings and lists, in the form that transforms take."""
    from briefing.transforms import HeadingScheme, Scheme

    words = style.word(language)
    return Scheme(
        headings={
            level: HeadingScheme(number.format, number.restart)
            for level, number in style.headings.items()
        },
        lists={role: look.format for role, look in style.lists.items()},
        notes_title=words.notes,
        contents_title=words.contents,
    )
