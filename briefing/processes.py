"""Work spread over processes: the same results in the same order, whatever their number."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import TypeVar

from briefing.problems import MachineError

__all__ = ["ENDED", "cores", "each", "ignore_interrupts", "start_method", "worth"]

Task = TypeVar("Task")
Result = TypeVar("Result")

WORTH_FORKING = 4
WORTH_SPAWNING = 40
"""Fewest tasks for which more processes pay: a forked one starts in milliseconds,
a spawned one imports everything anew (about half a second)."""

ENDED = "a worker process was ended by the system, perhaps for lack of memory; try --jobs 1"


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def start_method() -> str:
    """Return how to start processes: fork is cheap, but safe only on Linux and without threads."""
    import threading

    alone = threading.active_count() == 1
    return "fork" if sys.platform == "linux" and alone else "spawn"


def worth(tasks: int, processes: int, method: str) -> bool:
    """Whether so many tasks are done sooner by so many processes than by this one."""
    least = WORTH_FORKING if method == "fork" else WORTH_SPAWNING
    return processes > 1 and tasks >= least


def ignore_interrupts() -> None:
    """Leave Ctrl-C to the parent, which ends its workers itself."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


def each(
    function: Callable[[Task], Result], tasks: Sequence[Task], processes: int | None = None
) -> list[Result]:
    """Return what ``function`` says to each task, in their order.

    ``processes``: at most that many; ``None``: one per core.  The function, the tasks
    and the results go from process to process.

    Raises:
        MachineError: a process died, as the system's memory guard makes them.
    """
    method = start_method()
    count = min(processes or cores(), len(tasks))
    if not worth(len(tasks), count, method):
        return [function(task) for task in tasks]
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    context = multiprocessing.get_context(method)
    pool = ProcessPoolExecutor(count, mp_context=context, initializer=ignore_interrupts)
    try:
        return list(pool.map(function, tasks, chunksize=max(1, min(8, len(tasks) // (4 * count)))))
    except BrokenProcessPool as error:
        raise MachineError(ENDED) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
