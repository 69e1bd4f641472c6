"""Which of a project's briefs to make: ``--only``, ``--format``, ``--language``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from briefing.building.model import Bundle, Job
from briefing.problems import UsageError, visible
from briefing.source import closest

__all__ = ["choose", "one"]


def choose(
    bundle: Bundle,
    only: Sequence[str] | None = None,
    formats: Sequence[str] | None = None,
    languages: Sequence[str] | None = None,
) -> list[Job]:
    """Return the jobs for the briefs that all three filters let through, in the plan's order.

    Raises:
        UsageError: a filter names what no brief has, or together they leave nothing.
    """
    briefs = bundle.briefs
    keys = list(dict.fromkeys(brief.key for brief in briefs))
    for pattern in only or ():
        if not any(_fits(key, pattern) for key in keys):
            raise UsageError(_unknown("brief", pattern, keys))
    _known("language", languages, bundle.project.languages)
    _known("format", formats, (form for brief in briefs for form in brief.formats))
    jobs = []
    for brief in briefs:
        wanted = tuple(form for form in brief.formats if formats is None or form in formats)
        if (
            wanted
            and (only is None or any(_fits(brief.key, pattern) for pattern in only))
            and (languages is None or brief.language in languages)
        ):
            jobs.append(Job(brief, wanted))
    if not jobs:
        raise UsageError(
            "no brief is left: none fits all of --only, --format and --language"
            if briefs
            else "the project makes no brief: see `briefing list`"
        )
    return jobs


def _fits(key: str, pattern: str) -> bool:
    return key == pattern or fnmatchcase(key, pattern)


def one(bundle: Bundle, key: str, language: str | None, form: str) -> Job:
    """Return the job for one brief in one format; its first language where none is named.

    Raises:
        UsageError: there is no such brief.
    """
    keys = list(dict.fromkeys(brief.key for brief in bundle.briefs))
    if key not in keys:
        raise UsageError(_unknown("brief", key, keys))
    jobs = choose(bundle, None, [form], [language] if language else None)
    for job in jobs:
        if job.brief.key == key:
            return job
    raise UsageError(visible(f"the brief {key} is not made in {language} as {form}"))


def _known(what: str, wanted: Sequence[str] | None, choices: Iterable[str]) -> None:
    known = list(dict.fromkeys(choices))
    for value in wanted or ():
        if known and value not in known:
            raise UsageError(_unknown(what, value, known))


def _unknown(what: str, value: str, known: Sequence[str]) -> str:
    match = closest(value, known)
    more = f"did you mean {match}?" if match else f"there are: {', '.join(known)}"
    return visible(f"there is no {what} {value}; {more}")
