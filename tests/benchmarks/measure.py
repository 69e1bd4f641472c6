"""Timing: rounds in which everyone takes a turn, until the medians hold still.

The cyclic garbage collector is on when a job begins, as it is in use, but with
nothing to do.  A job may pause it, as our writers do.
"""

from __future__ import annotations

import gc
import itertools
import math
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Limits:
    """When to stop: ``steady`` is the standard error of a median, as a share of it."""

    least: int = 9
    most: int = 60
    seconds: float = 90.0
    steady: float = 0.015


@dataclass(frozen=True)
class Times:
    """The seconds of every run, by the clock and (within a process) of the processor."""

    runs: tuple[float, ...]
    cpu: tuple[float, ...] = ()

    @property
    def median(self) -> float:
        return statistics.median(self.runs)

    @property
    def spread(self) -> float:
        """Half the distance between the quartiles, as a share of the median."""
        if len(self.runs) < 4:
            return (max(self.runs) - min(self.runs)) / 2 / self.median
        low, _, high = statistics.quantiles(self.runs, n=4)
        return (high - low) / 2 / self.median

    @property
    def error(self) -> float:
        """Return about the standard error of the median, as a share of it (normal runs)."""
        return 1.2533 * self.spread / 0.6745 / math.sqrt(len(self.runs))

    def enough(self, limits: Limits) -> bool:
        count = len(self.runs)
        return count >= limits.most or (count >= limits.least and self.error < limits.steady)

    def to_json(self) -> dict[str, Any]:
        return {
            "median": self.median,
            "spread": self.spread,
            "runs": list(self.runs),
            "cpu": list(self.cpu),
        }


def ratio(ours: Sequence[float], others: Sequence[float]) -> float:
    """Return how many times as long ``ours`` takes.

    Where both ran in every round, it is the median of the rounds' ratios: what
    else the machine did then, it did to both.
    """
    if len(ours) == len(others):
        return statistics.median(a / b for a, b in zip(ours, others, strict=True))
    return statistics.median(ours) / statistics.median(others)


@dataclass(frozen=True)
class Job:
    """Something to time.  ``prepare`` makes what ``run`` takes for a turn, outside of the timing.

    No two jobs are ever given the same turn, so that nobody finds in the
    process's memory what another one has laid out.
    """

    prepare: Callable[[int], Any]
    run: Callable[[Any], Any]


def rounds(jobs: Mapping[str, Job], limits: Limits) -> dict[str, Times]:
    """Run the jobs in turns until all are steady; a first run of each is not counted.

    Who begins changes from round to round.
    """
    turns = itertools.count(1)
    for job in jobs.values():
        _one(job, next(turns))
    runs: dict[str, list[tuple[float, float]]] = {name: [] for name in jobs}
    names = list(jobs)
    begin = time.perf_counter()
    for done in itertools.count(1):
        for name in names:
            runs[name].append(_one(jobs[name], next(turns)))
        names = names[1:] + names[:1]
        times = {name: Times(*zip(*runs[name], strict=True)) for name in jobs}
        late = done >= 3 and time.perf_counter() - begin > limits.seconds
        if late or all(one.enough(limits) for one in times.values()):
            break
    return times


def _one(job: Job, turn: int) -> tuple[float, float]:
    given = job.prepare(turn)
    gc.collect()
    start, cpu = time.perf_counter(), time.process_time()
    job.run(given)
    return time.perf_counter() - start, time.process_time() - cpu


def process(command: Sequence[str]) -> float:
    """Return the seconds that a whole process takes.

    Raises:
        RuntimeError: it failed; the error says what it printed.
    """
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, check=False, env=environment(), text=True)
    seconds = time.perf_counter() - start
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr or done.stdout}")
    return seconds


def child(module: str, *arguments: str) -> str:
    """Return what a module of this folder prints when it runs as a process of its own."""
    command = [sys.executable, str(Path(__file__).with_name(f"{module}.py")), *arguments]
    done = subprocess.run(command, capture_output=True, check=False, env=environment(), text=True)
    if done.returncode:
        raise RuntimeError(f"{module} {' '.join(arguments)}: {done.stderr}")
    return done.stdout


def environment() -> dict[str, str]:
    """Return the environment for children: compiled modules are kept, as they usually are."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
