"""Warm times of one DOCX and of one PDF, ours beside the others'."""

from __future__ import annotations

import importlib.util
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import peers_docx
import peers_pdf
from children import apart
from data import case, plain, retitled, reworded, running, runs
from measure import Job, Limits, Times, rounds

from briefing.docx import write as write_docx
from briefing.pdf import write as write_pdf

if TYPE_CHECKING:
    from briefing.document import Document

Change = Callable[["Document", int], "Document"]


@dataclass(frozen=True)
class Measured:
    """One line: how long it took, and what came of it."""

    times: Times
    size: dict[str, Any]

    def to_json(self) -> dict[str, Any]:
        return {**self.times.to_json(), **self.size}


def missing() -> list[str]:
    """Return the peers that can't be had here, each with the reason."""
    found = [
        f"{name} is not installed"
        for name in ("docxtpl", "typst", "weasyprint")
        if importlib.util.find_spec(name) is None
    ]
    if importlib.util.find_spec("weasyprint") is not None:
        try:
            import weasyprint  # noqa: F401
        except OSError as error:
            found.append(f"weasyprint lacks a library of the system: {error}")
    return found


def has(name: str) -> bool:
    return not any(one.startswith(name) for one in missing())


def docx(records: int, limits: Limits) -> dict[str, Measured]:
    """Time the DOCX writers on the digest of so many records."""
    one = case(records)
    head = running(one.document)

    def ours(turn: int) -> Document:
        return retitled(one.document, turn)

    def blocks(turn: int) -> Any:
        return plain(retitled(one.document, turn), one.pages)

    def write(document: Document) -> bytes:
        return write_docx(document, one.style, page_numbers=one.pages)

    jobs = {
        "ours, writer only": Job(ours, write),
        "ours, compose + transforms + write": Job(
            lambda turn: turn, lambda turn: write(one.finish(retitled(one.compose(), turn)))
        ),
    }
    with tempfile.TemporaryDirectory() as folder:
        if has("docxtpl"):
            template = Path(folder, "digest.docx")
            peers_docx.docxtpl_template(template, blocks(0), head)
            jobs["docxtpl"] = Job(blocks, peers_docx.docxtpl(template))
            rich = Path(folder, "rich.docx")
            peers_docx.docxtpl_template(rich, blocks(0), head, rich=True)
            jobs["docxtpl, runs as ours"] = Job(
                blocks, peers_docx.docxtpl_rich(rich, runs(one.document))
            )
        jobs["python-docx, plain"] = Job(blocks, peers_docx.plain_python_docx(head))
        jobs["floor: zip our parts again"] = Job(
            lambda _: None, peers_docx.floor(write(one.document))
        )
        return _measured(jobs, limits, peers_docx.size_of)


def pdf(records: int, limits: Limits, folder: Path) -> dict[str, Measured]:
    """Time the PDF writers on the digest of so many records."""
    one = case(records)
    head = running(one.document)
    fonts = folder / "fonts"

    def ours(change: Change) -> Callable[[int], Any]:
        return lambda turn: change(one.document, turn)

    def blocks(change: Change) -> Callable[[int], Any]:
        return lambda turn: plain(change(one.document, turn), one.pages)

    def write(document: Document) -> bytes:
        return write_pdf(document, one.style).data

    jobs = {
        "ours, writer only: one line new": Job(ours(retitled), write),
        "ours, writer only: every paragraph new": Job(ours(reworded), write),
        "ours, compose + transforms + write": Job(
            lambda turn: turn, lambda turn: write(one.finish(retitled(one.compose(), turn)))
        ),
    }
    if has("typst"):
        kept = peers_pdf.typst(fonts, head, reused=True)
        jobs["Typst, compiler reused: one line new"] = Job(blocks(retitled), kept)
        jobs["Typst, compiler reused: every paragraph new"] = Job(blocks(reworded), kept)
        new = peers_pdf.typst(fonts, head, reused=False)
        jobs["Typst, compiler made anew: every paragraph new"] = Job(blocks(reworded), new)
    jobs["ReportLab platypus, fonts not embedded"] = Job(
        blocks(retitled), peers_pdf.reportlab(head)
    )
    found = _measured(jobs, limits, peers_pdf.size_of)
    if has("weasyprint"):
        times, data = apart("weasyprint", records, folder, 3)
        found["WeasyPrint"] = Measured(times, peers_pdf.size_of(data))
    return found


def _measured(
    jobs: Mapping[str, Job], limits: Limits, size_of: Callable[[bytes], dict[str, Any]]
) -> dict[str, Measured]:
    results: dict[str, bytes] = {}

    def kept(name: str, job: Job) -> Job:
        def run(given: Any) -> None:
            results[name] = job.run(given)

        return Job(job.prepare, run)

    times = rounds({name: kept(name, job) for name, job in jobs.items()}, limits)
    return {name: Measured(times[name], size_of(results[name])) for name in jobs}
