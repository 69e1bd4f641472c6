"""Whole processes: what somebody waits for who types the command."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from data import SEEDS
from measure import Times, process


def briefing() -> list[str]:
    """Return the installed command, or the module where there is none."""
    script = Path(sys.executable).with_name("briefing")
    return [str(script)] if script.is_file() else [sys.executable, "-m", "briefing"]


def processes(count: int) -> dict[str, Times]:
    """Time every command ``count`` times, in turns; a first run of each is not counted."""
    ours = briefing()
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "briefing --help": [*ours, "--help"],
        "briefing check seeds": [*ours, "check", str(SEEDS)],
        "briefing build seeds": [*ours, "build", str(SEEDS), "--out"],
        "briefing build seeds --jobs 1": [*ours, "build", str(SEEDS), "--jobs", "1", "--out"],
    }
    found: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(count + 1):
        for name, command in commands.items():
            with tempfile.TemporaryDirectory() as folder:
                out = [str(Path(folder, "out"))] if command[-1] == "--out" else []
                seconds = process([*command, *out])
            if turn:
                found[name].append(seconds)
    return {name: Times(tuple(runs)) for name, runs in found.items()}
