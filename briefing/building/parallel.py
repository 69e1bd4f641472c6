"""Jobs over processes: same results, same order, whatever their number."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import TypeVar

from briefing.building.make import Workshop, make
from briefing.building.model import Job, Made
from briefing.problems import MachineError

__all__ = ["cores", "each", "run"]

Task = TypeVar("Task")
Result = TypeVar("Result")
Progress = Callable[[int, int], None]

WORTH_FORKING = 4
WORTH_SPAWNING = 40
"""Fewest jobs for which more processes pay: a forked one starts in milliseconds,
a spawned one imports everything anew (about half a second)."""


ENDED = "a worker process was ended by the system, perhaps for lack of memory; try --jobs 1"


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def each(
    function: Callable[[Task], Result], tasks: Sequence[Task], processes: int | None = None
) -> list[Result]:
    """Return what ``function`` says to each task, in their order, worked out in processes.

    ``processes``: at most that many; ``None``: one per core.  The function, the tasks
    and the results go from process to process.

    Raises:
        MachineError: a process died, as the system's memory guard makes them.
    """
    method = _method()
    count = min(processes or cores(), len(tasks))
    worth = WORTH_FORKING if method == "fork" else WORTH_SPAWNING
    if count < 2 or len(tasks) < worth:
        return [function(task) for task in tasks]
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    context = multiprocessing.get_context(method)
    pool = ProcessPoolExecutor(count, mp_context=context, initializer=_ignore_interrupts)
    try:
        return list(pool.map(function, tasks, chunksize=max(1, min(8, len(tasks) // (4 * count)))))
    except BrokenProcessPool as error:
        raise MachineError(ENDED) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def run(
    jobs: Sequence[Job],
    workshop: Workshop,
    processes: int | None = 1,
    progress: Progress | None = None,
) -> list[Made]:
    """Return what each job came to, in the order of ``jobs``.

    ``processes``: at most that many; ``None``: one per core.

    Raises:
        MachineError: a process died, as the system's memory guard makes them.
    """
    progress = progress or (lambda _done, _total: None)
    method = _method()
    count = min(processes or cores(), len(jobs))
    worth = WORTH_FORKING if method == "fork" else WORTH_SPAWNING
    if count < 2 or len(jobs) < worth:
        return _here(jobs, workshop, progress)
    return _spread(jobs, workshop, count, method, progress)


def _here(jobs: Sequence[Job], workshop: Workshop, progress: Progress) -> list[Made]:
    made = []
    for job in jobs:
        made.append(make(job, workshop))
        progress(len(made), len(jobs))
    return made


def _spread(
    jobs: Sequence[Job],
    workshop: Workshop,
    count: int,
    method: str,
    progress: Progress,
) -> list[Made]:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from concurrent.futures.process import BrokenProcessPool

    context = multiprocessing.get_context(method)
    # Made here, so that the forked processes share what it loads: templates, styles, fonts.
    first = _here(jobs[:1], workshop, lambda done, _: progress(done, len(jobs)))
    pool = ProcessPoolExecutor(count, mp_context=context, initializer=_begin, initargs=(workshop,))
    try:
        # The longest first, so that no process is left with one at the end.
        longest = sorted(range(1, len(jobs)), key=lambda n: -len(jobs[n].brief.selections))
        futures: dict[int, Future[Made]] = {n: pool.submit(_make, jobs[n]) for n in longest}
        for done, future in enumerate(as_completed(futures.values()), start=2):
            future.result()
            progress(done, len(jobs))
        return [*first, *(futures[n].result() for n in range(1, len(jobs)))]
    except BrokenProcessPool as error:
        raise MachineError(ENDED) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


class _Worker:
    """What a worker process has in hand, from its beginning to its end."""

    workshop: Workshop


def _begin(workshop: Workshop) -> None:
    """Begin a worker process that makes jobs."""
    _ignore_interrupts()
    _Worker.workshop = workshop


def _ignore_interrupts() -> None:
    """Leave Ctrl-C to the parent, which ends its workers itself."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _make(job: Job) -> Made:
    return make(job, _Worker.workshop)


def _method() -> str:
    """Return how to start processes: fork is cheap, but safe only on Linux and without threads."""
    import threading

    alone = threading.active_count() == 1
    return "fork" if sys.platform == "linux" and alone else "spawn"
