"""Edit sessions in a headless LibreOffice, for tests of what editors do to our files.

A test asks for the fixture ``office`` (LibreOffice starts once for a whole run, at the
first use) and says in steps what an editor does::

    saved = office.edit(data, replace("工业和信息化部", "工信部"), add_after("第一项", "第二项"))

The file is opened, the steps are done in turn, and the bytes of what LibreOffice saved
come back.  A step that finds no place fails the test.  ``office.look(data)`` says how
LibreOffice shows a file: paragraphs with styles and list labels, entries of the
contents, footnotes, tables.
"""

from __future__ import annotations

import functools
import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

WORKER = Path(__file__).with_name("office_worker.py")
PATIENCE = 180
"""Seconds that one job may take on a busy machine."""

Step = tuple[str, dict[str, object]]
"""The name of a method of the worker's Session, and its arguments."""


def replace(old: str, new: str, *, within: str | None = None) -> Step:
    """Select a text (in a paragraph that also holds `within`) and type another over it.

    Texts are looked for everywhere except in the contents: body, cells, notes, headers.
    A line break in `new` is the Enter key.
    """
    return "replace", {"old": old, "new": new, "within": within}


def insert(
    text: str, *, after: str | None = None, before: str | None = None, within: str | None = None
) -> Step:
    """Type a text right after or right before another."""
    return "insert", {"text": text, "after": after, "before": before, "within": within}


def delete(text: str, *, within: str | None = None) -> Step:
    """Select a text and press Delete."""
    return "delete", {"text": text, "within": within}


def split(after: str, *, within: str | None = None) -> Step:
    """Press Enter behind a text."""
    return "split", {"after": after, "within": within}


def merge(text: str) -> Step:
    """Join the paragraph with this text to the one before it."""
    return "merge", {"text": text}


def add_after(paragraph: str, text: str) -> Step:
    """Go to the end of a paragraph or list item, press Enter and type: the next item."""
    return "add_after", {"paragraph": paragraph, "text": text}


def delete_paragraph(text: str) -> Step:
    """Delete the whole paragraph or list item that holds a text."""
    return "delete_paragraph", {"text": text}


def move(text: str, *, before: str) -> Step:
    """Cut the paragraph with a text and paste it before the paragraph with another."""
    return "move", {"text": text, "before": before}


def shift(text: str, by: int) -> Step:
    """Move a paragraph up (negative) or down over so many neighbours."""
    return "shift", {"text": text, "by": by}


def style_as(
    text: str,
    *,
    within: str | None = None,
    bold: bool | None = None,
    italic: bool | None = None,
    font: str | None = None,
    size: float | None = None,
    colour: str | None = None,
) -> Step:
    """Format a word directly; `size` in points, `colour` as #RRGGBB."""
    look = {"bold": bold, "italic": italic, "font": font, "size": size, "colour": colour}
    return "format", {"text": text, "within": within, **look}


def restyle(paragraph: str, name: str) -> Step:
    """Give the paragraph with a text the paragraph style of this (LibreOffice) name."""
    return "style", {"paragraph": paragraph, "name": name}


def delete_row(text: str) -> Step:
    """Delete the table row that holds a text."""
    return "delete_row", {"text": text}


def add_row(after: str, cells: list[str]) -> Step:
    """Insert a row below the one that holds a text and fill its cells."""
    return "add_row", {"after": after, "cells": cells}


def footnote(after: str, text: str, *, within: str | None = None) -> Step:
    """Insert a footnote behind a text."""
    return "footnote", {"after": after, "text": text, "within": within}


def comment(on: str, text: str, *, author: str = "", within: str | None = None) -> Step:
    """Select a text and comment on it."""
    return "comment", {"on": on, "text": text, "author": author, "within": within}


def update_indexes() -> Step:
    """Update the contents and all fields."""
    return "update_indexes", {}


def track(on: bool = True, author: str | None = None) -> list[Step]:
    """Turn the tracking of changes on or off, in somebody's name."""
    named: list[Step] = [] if author is None else [("author", {"name": author})]
    return [*named, ("track", {"on": on})]


def accept_all() -> Step:
    """Accept every tracked change."""
    return "accept_all", {}


def reject_all() -> Step:
    """Reject every tracked change."""
    return "reject_all", {}


def command(name: str, *, at: str | None = None, **arguments: object) -> Step:
    """Run any other LibreOffice command (``.uno:NAME``), with a text selected first."""
    return "command", {"name": name, "at": at, **arguments}


@dataclass(frozen=True)
class Shown:
    """One paragraph as LibreOffice shows it."""

    text: str
    style: str
    label: str
    """Its number as printed; a bullet has none."""
    level: int
    """Its level in a list, from 1; 0 for a paragraph in no list."""
    index: bool
    """Whether it stands in the contents."""


@dataclass(frozen=True)
class Look:
    """A whole file as LibreOffice shows it."""

    paragraphs: tuple[Shown, ...]
    contents: tuple[tuple[str, ...], ...]
    footnotes: tuple[str, ...]
    tables: tuple[tuple[tuple[str, ...], ...], ...]
    bookmarks: tuple[str, ...]
    pages: int


class OfficeError(AssertionError):
    """A step found no place, or LibreOffice couldn't open or save the file."""


def missing() -> str | None:
    """Return why no session can be had on this machine, or None."""
    if shutil.which("soffice") is None:
        return "soffice is not installed"
    if _python() is None:
        return "no Python on this machine can import uno (python3-uno)"
    return None


@functools.cache
def _python() -> str | None:
    """Return the Python that LibreOffice's bindings were built for."""
    beside = Path(os.path.realpath(shutil.which("soffice") or "soffice")).parent / "python"
    for candidate in (str(beside), "/usr/bin/python3", "python3", sys.executable):
        found = shutil.which(candidate)
        if found is None:
            continue
        run = subprocess.run(
            [found, "-c", "import uno"], capture_output=True, check=False, env=_bare()
        )
        if run.returncode == 0:
            return found
    return None


def _bare() -> dict[str, str]:
    """Return an environment in which another Python finds only its own packages."""
    return {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}


class Office:
    """A LibreOffice that runs until it is closed, or is started anew after it fell."""

    def __init__(self) -> None:
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._soffice: subprocess.Popen[bytes] | None = None
        self._worker: subprocess.Popen[str] | None = None
        self._answers: queue.Queue[str] = queue.Queue()

    def edit(
        self,
        data: bytes,
        *steps: Step | list[Step],
        save_as: Literal["docx", "odt", "pdf"] = "docx",
    ) -> bytes:
        """Open a DOCX, do the steps, and return what LibreOffice saves.

        Raises OfficeError where a step finds no place or the file can't be opened.
        """
        folder = self._running()
        self._ask(data, steps, save_as)
        return (folder / f"saved.{save_as}").read_bytes()

    def look(self, data: bytes, *steps: Step | list[Step]) -> Look:
        """Open a DOCX, do the steps if there are any, and return what is shown."""
        self._running()
        shown = self._ask(data, steps, "look")["look"]
        return Look(
            tuple(Shown(**paragraph) for paragraph in shown["paragraphs"]),
            tuple(tuple(entries) for entries in shown["contents"]),
            tuple(shown["footnotes"]),
            tuple(tuple(tuple(row) for row in rows) for rows in shown["tables"]),
            tuple(shown["bookmarks"]),
            shown["pages"],
        )

    def close(self) -> None:
        """End LibreOffice and remove what it kept."""
        if self._worker is not None:
            self._worker.kill()
            self._worker.wait()
            for pipe in (self._worker.stdin, self._worker.stdout):
                if pipe is not None:
                    pipe.close()
        if self._soffice is not None:
            # soffice is a script that starts others: they end as one group.
            os.killpg(self._soffice.pid, signal.SIGKILL)
            self._soffice.wait()
        if self._folder is not None:
            self._folder.cleanup()
        self._worker = self._soffice = self._folder = None

    def _ask(self, data, steps, save_as):
        folder = self._running()
        source, target = folder / "edited.docx", folder / f"saved.{save_as}"
        source.write_bytes(data)
        target.unlink(missing_ok=True)
        flat = [s for step in steps for s in (step if isinstance(step, list) else [step])]
        job = {"source": str(source), "target": str(target), "format": save_as, "steps": flat}
        assert self._worker is not None
        assert self._worker.stdin is not None
        self._worker.stdin.write(json.dumps(job) + "\n")
        self._worker.stdin.flush()
        answer = json.loads(self._answer() or '{"error": "LibreOffice fell"}')
        if "error" in answer:
            raise OfficeError(answer["error"])
        return answer

    def _answer(self) -> str | None:
        try:
            line = self._answers.get(timeout=PATIENCE)
        except queue.Empty:
            line = ""
        if not line:
            self.close()
        return line or None

    def _running(self) -> Path:
        if self._worker is not None and self._folder is not None:
            return Path(self._folder.name)
        python = _python()
        if python is None:
            raise OfficeError(missing())
        self._folder = tempfile.TemporaryDirectory(prefix="office-", ignore_cleanup_errors=True)
        folder = Path(self._folder.name)
        # A pipe's name is the machine's: the folder's own makes it unique.
        address = f"pipe,name={folder.name}"
        self._soffice = subprocess.Popen(
            [
                "soffice",
                f"-env:UserInstallation=file://{folder}/profile",
                "--headless",
                "--norestore",
                "--nologo",
                "--nodefault",
                f"--accept={address};urp;",
            ],
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=_bare(),
        )
        self._worker = subprocess.Popen(
            [python, str(WORKER), address],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            env={**_bare(), "PYTHONIOENCODING": "utf-8"},
        )
        self._answers = queue.Queue()
        threading.Thread(
            target=_listen, args=(self._worker.stdout, self._answers), daemon=True
        ).start()
        if self._answer() is None:
            raise OfficeError("LibreOffice doesn't start")
        return folder


def _listen(stream, answers) -> None:
    """Pass a worker's lines on, and an empty one when it ends."""
    for line in stream:
        answers.put(line)
    answers.put("")
