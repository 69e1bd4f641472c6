"""Jobs over processes: same results, same order, whatever their number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future

from briefing.building.make import make
from briefing.building.model import Job, Made
from briefing.building.workshop import Workshop
from briefing.problems import MachineError
from briefing.processes import ENDED, cores, ignore_interrupts, start_method, worth

__all__ = ["run"]

Progress = Callable[[int, int], None]


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
    method = start_method()
    count = min(processes or cores(), len(jobs))
    if not worth(len(jobs), count, method):
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
    ignore_interrupts()
    _Worker.workshop = workshop


def _make(job: Job) -> Made:
    return make(job, _Worker.workshop)
