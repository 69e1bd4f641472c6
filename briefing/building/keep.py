"""Edits that people made in a DOCX, carried into the brief as it is built now.

Three versions meet (:mod:`briefing.document.merge`): the brief as it was built, which
the edited file keeps as its base; the edited file; and the brief as the records,
templates and styles make it now.  All three are compared without what the steps
fill in, and the steps number the merged one.

The new file's base is the brief *without* the edits (see :mod:`briefing.docx.base`):
in the next round they are edits still.  So a paragraph of the analyst's lives as
long as the file is handed on, and an edit to a record's words stays one that
``briefing pull`` finds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.building.files import sha256
from briefing.building.model import EditedFile, Job, Kept
from briefing.docxfiles import docx_in
from briefing.problems import Place, Problem, Severity, UsageError, visible

if TYPE_CHECKING:
    from briefing.document import Block, Comment, Document, Field, Inline, Inlines, Origin, Text
    from briefing.document.merge import Conflict, Mark, Merged
    from briefing.docx.read.reading import Reading, Remark
    from briefing.style import Style

__all__ = ["keep", "with_edits"]

SHOWN = 120
"""Most characters of a text that a message shows; the file has them all."""


# ── Which file is of which brief ───────────────────────────────────────────


def with_edits(jobs: Sequence[Job], paths: Sequence[str | Path]) -> tuple[list[Job], list[Problem]]:
    """Return the jobs with the edited file of each, and what is wrong with the files.

    ``paths`` are DOCX files, or folders in which every DOCX of one of the jobs counts.

    Raises:
        UsageError: there is no such file, or it is of no brief that is built.
    """
    given: dict[str, EditedFile] = {}
    problems: list[Problem] = []
    known = {job.brief.stem: _identifier(job) for job in jobs}
    for path, named in _files(paths):
        file = _opened(path)
        identifier, problem = _whose(file, known)
        if problem is not None:
            # In a folder there may be anything.
            problems.append(problem if named else replace(problem, severity=Severity.WARNING))
        elif identifier not in known.values():
            if named:
                what = f"{file.path} is of {identifier}, which is not built here"
                raise UsageError(visible(f"{what}: see `briefing list`"))
        elif identifier in given and given[identifier].sha256 != file.sha256:
            message = f"is the second edited file of one brief, beside {given[identifier].path}"
            hint = "name only one of the two"
            problems.append(Problem("two-edited-files", message, Place(file.path), hint))
        else:
            given[identifier] = file
    return [replace(job, edited=given.get(_identifier(job))) for job in jobs], problems


def _identifier(job: Job) -> str:
    return f"{job.brief.key}-{job.brief.language}"


def _files(paths: Sequence[str | Path]) -> Iterator[tuple[Path, bool]]:
    """Yield every file, and whether it was named itself."""
    for one in paths:
        path = Path(one)
        if not path.is_dir():
            yield path, True
            continue
        for file in docx_in(path):
            yield file, False


def _opened(path: Path) -> EditedFile:
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or "cannot be read").lower()
        raise UsageError(visible(f"{path}: {reason}")) from None
    return EditedFile(str(path), data, sha256(data))


def _whose(file: EditedFile, known: dict[str, str]) -> tuple[str, Problem | None]:
    """Return the identifier of the brief that a file is of.

    Its name tells; of a file that was renamed, its base.
    """
    stem = Path(file.path).stem
    if stem in known:
        return known[stem], None
    reading, problem = _read(file)
    if reading is None or reading.base is None:
        return "", problem or _no_base(file)
    return reading.base.meta.identifier, None


# ── Merging ────────────────────────────────────────────────────────────────


def keep(
    file: EditedFile, now: Document, style: Style
) -> tuple[Document, Kept | None, list[Problem]]:
    """Return ``now``, a brief as it is built, with the edits that ``file`` holds.

    What is at odds, and what could not be kept, comes as warnings.
    """
    from briefing.building.running import running_texts_lost
    from briefing.building.workshop import number_scheme
    from briefing.document.comments import without_comments
    from briefing.document.merge import merge
    from briefing.transforms import apply, bare

    reading, problem = _read(file)
    if reading is None or reading.base is None:
        return now, None, [problem or _no_base(file)]
    base = without_comments(reading.base)
    edited = _with_whole_fields(without_comments(reading.document))
    if base.meta.identifier != now.meta.identifier:
        message = f"was built as {base.meta.identifier}, not as {now.meta.identifier}"
        hint = "give the file its own name again, or leave it out"
        return now, None, [Problem("edits-of-another-brief", message, Place(file.path), hint)]
    mark = _marker(now)
    merged = merge(bare(base), bare(edited), bare(now), mark)
    document = now
    if merged.document != bare(now):
        document = apply(merged.document, number_scheme(style, now.meta.language))
    document = _with_remarks(document, reading)
    running = running_texts_lost(reading, style, file.path)
    lost = [*_not_read(reading, file), *running, *_not_kept(base, edited, document, merged, file)]
    problems = [
        *lost,
        *(_at_odds(conflict, file) for conflict in merged.conflicts),
        *_not_in_records(now, document, file),
    ]
    return document, Kept(file.path, merged.kept, merged.conflicts, bool(lost)), problems


def _with_whole_fields(document: Document) -> Document:
    """Return the document with fields that typing has cut up in one piece again.

    What is typed over the first word of a field takes the look of the word before it,
    such as that of a label; nobody meant that look.
    """
    from briefing.document import Field, Heading, Paragraph, Span, rebuild

    def field_of(node: Inline) -> Field | None:
        match node:
            case Field() as field:
                return field
            case Span((Field() as field,), role) if role != "plain":
                return field
            case _:
                return None

    def block(node: Block) -> Block:
        if not isinstance(node, Paragraph | Heading):
            return node
        found: list[Inline] = []
        for child in node.children:
            last = field_of(found[-1]) if found else None
            this = field_of(child)
            if last and this and last.origin == this.origin:
                found[-1] = Field(last.value + this.value, this.origin)
            else:
                found.append(child)
        return node if len(found) == len(node.children) else replace(node, children=tuple(found))

    return replace(document, blocks=rebuild(document.blocks, block, lambda node: node))


_SIDES = {
    "zh": ("生成时", "修改稿", "现在的记录", "（无）"),
    "en": ("As built", "Edited file", "Records now", "(nothing)"),
}


def _marker(now: Document) -> Mark:
    """Return what puts a conflict's three versions beside the words that stand."""
    from briefing.document import Comment
    from briefing.document.comments import CONFLICT

    meta = now.meta
    language = "zh" if meta.language.split("-")[0] == "zh" else "en"
    *names, nothing = _SIDES[language]

    def mark(words: Inlines, conflict: Conflict) -> Inlines:
        said = (conflict.built, conflict.edited, conflict.new)
        lines = (f"{name}：{text or nothing}" for name, text in zip(names, said, strict=True))
        return (Comment(words, meta.organization, (CONFLICT[language], *lines), meta.date),)

    return mark


def _with_remarks(document: Document, reading: Reading) -> Document:
    """Return the document with the comments that people left in the file."""
    from briefing.document import Comment, Field
    from briefing.document.comments import on_first

    origins = {number: one.origin for one in reading.occurrences for number in one.numbers}
    for remark in reading.remarks:
        wanted = {origins[number] for number in remark.fields if number in origins}
        quoted = remark.quoted.strip()

        def fits(node: Field | Text, wanted: set[Origin] = wanted, quoted: str = quoted) -> bool:
            if wanted:
                return isinstance(node, Field) and node.origin in wanted
            return bool(quoted) and quoted in node.value

        def put(children: Inlines, remark: Remark = remark) -> Comment:
            return Comment(
                children, remark.author, tuple(remark.text.split("\n")), remark.date[:10]
            )

        document = on_first(document, fits, put) or _at_the_end(document, put)
    return document


def _at_the_end(document: Document, put: Callable[[Inlines], Comment]) -> Document:
    """Return the document with a remark whose words are gone, behind all others."""
    from briefing.document import Paragraph

    return replace(document, blocks=(*document.blocks, Paragraph((put(()),))))


def _read(file: EditedFile) -> tuple[Reading | None, Problem | None]:
    from briefing.docx.read import Refused, read

    try:
        return read(file.data, file.path), None
    except Refused as error:
        return None, error.problem


def _no_base(file: EditedFile) -> Problem:
    message = "does not say how it was built, so that edits in it can't be told"
    hint = "name a DOCX that `briefing build` wrote and people edited"
    return Problem("no-base", message, Place(file.path), hint)


def _not_read(reading: Reading, file: EditedFile) -> Iterator[Problem]:
    """Yield what the file has and a document can't say."""
    for problem in reading.problems:
        place = problem.place or Place(file.path)
        severity = Severity.NOTE if problem.severity is Severity.NOTE else Severity.WARNING
        yield replace(problem, place=replace(place, file=file.path), severity=severity)


def _at_odds(conflict: Conflict, file: EditedFile) -> Problem:
    where = f"under “{_short(conflict.heading)}”, " if conflict.heading else ""
    if conflict.about == "place":
        message = f"{where}a part was moved in the file and in the brief; it stands as in the brief"
        return _warning("edit-conflict", message, file, f"it is: {_short(conflict.edited)}")
    if not conflict.edited:
        what = "what was deleted in the file has changed in the brief, and stands there again"
    elif not conflict.new:
        what = "what was edited in the file is no longer in the brief; it was kept"
    else:
        what = "what was edited in the file has also changed in the brief; the edited words stand"
    said = (("built", conflict.built), ("file", conflict.edited), ("brief", conflict.new))
    hint = "\n".join(f"{name + ':':6} {_short(text) or '(nothing)'}" for name, text in said)
    return _warning("edit-conflict", where + what, file, hint)


def _not_in_records(now: Document, document: Document, file: EditedFile) -> Iterator[Problem]:
    """Yield the edits to words of records that the records don't have yet."""
    said = _said(now)
    for origin, values in _said(document).items():
        for value in values - said.get(origin, values):
            where = f"{origin.record} {origin.path} ({origin.language})"
            message = f"an edit to {where} is not in the records yet"
            hint = f"it says: {_short(value)}\nrun: briefing pull {file.path}"
            yield _warning("edit-not-in-records", message, file, hint)


def _not_kept(
    base: Document, edited: Document, document: Document, merged: Merged, file: EditedFile
) -> Iterator[Problem]:
    """Yield edits that are nowhere in the new brief: in words that only repeat others."""
    before, there = _said(base), _said(document)
    told = "\n".join(text for one in merged.conflicts for text in (one.edited, one.built))
    for origin, values in _said(edited).items():
        kept = there.get(origin, set())
        for value in sorted(values - before.get(origin, values) - kept):
            if value and value in told:
                continue
            message = f"an edit to {origin.record} {origin.path} stands where a title is repeated"
            hint = f"make it where the title itself stands: {_short(value)}"
            yield _warning("edit-not-kept", message, file, hint)


def _said(document: Document) -> dict[Origin, set[str]]:
    from briefing.document import fields

    found: dict[Origin, set[str]] = {}
    for node in fields(document):
        found.setdefault(node.origin, set()).add(node.value)
    return found


def _warning(code: str, message: str, file: EditedFile, hint: str) -> Problem:
    return Problem(code, message, Place(file.path), hint, Severity.WARNING)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
