"""What briefs are made with: templates and styles, each read once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from briefing.plan.checks import word_template
from briefing.resources import templates_folder

if TYPE_CHECKING:
    from briefing.compose import Template
    from briefing.compose.telling import Parsed
    from briefing.plan import Project
    from briefing.problems import Problem
    from briefing.style import Style
    from briefing.transforms import Scheme
    from briefing.wordtemplate import WordTemplate

__all__ = ["Workshop", "number_scheme", "parsed", "shown_file", "workshop_of"]


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


def shown_file(file: Path) -> str:
    """Return how people know a file: from the folder where they are, if it is in it."""
    try:
        return file.absolute().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return file.as_posix() if not file.is_absolute() else f"templates/{file.name}"
