"""What is measured in processes of their own: memory, and the stages of a cold build."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Iterable
from pathlib import Path

import peers_docx
from alone import NAMES
from data import case, plain, running
from fonts import make_fonts
from measure import Times, child
from stages import STAGES


def prepare(folder: Path, sizes: Iterable[int]) -> None:
    """Put into ``folder`` what the processes are given: fonts, words and a template."""
    make_fonts(folder / "fonts")
    for records in sizes:
        one = case(records)
        given = {"head": running(one.document), "blocks": plain(one.document, one.pages)}
        (folder / f"{records}.json").write_text(json.dumps(given), "utf-8")
        peers_docx.docxtpl_template(folder / "digest.docx", given["blocks"], given["head"])


def memory(
    folder: Path, sizes: Iterable[int], count: int, absent: Iterable[str]
) -> dict[str, dict[str, dict[str, float]]]:
    """Return by name and size the MB and the seconds of a process that makes one file.

    The seconds are the median of ``count`` processes, but one run is enough of
    what takes long.
    """
    found: dict[str, dict[str, dict[str, float]]] = {}
    for name in NAMES:
        if name in absent:
            continue
        found[name] = {}
        for records in sizes:
            runs = [_memory(name, records, folder)]
            while len(runs) < count and runs[0]["seconds"] < 5:
                runs.append(_memory(name, records, folder))
            found[name][str(records)] = {
                key: statistics.median(run[key] for run in runs) for key in ("mb", "seconds")
            }
    return found


def _memory(name: str, records: int, folder: Path) -> dict[str, float]:
    start = time.perf_counter()
    said = json.loads(child("alone", name, str(records), str(folder), "0"))
    return {"mb": said["mb"], "seconds": time.perf_counter() - start}


def apart(name: str, records: int, folder: Path, count: int) -> tuple[Times, bytes]:
    """Time what is too slow to take turns with the others: warm, in one process of its own."""
    said = json.loads(child("alone", name, str(records), str(folder), str(count)))
    first, *more = said["runs"]
    return Times(tuple(more or [first])), (folder / "made").read_bytes()


def stages(count: int) -> tuple[dict[str, Times], dict[str, Times]]:
    """Return the times of every stage in ``count`` cold processes, and in one that is warm.

    The cold ones have another line, ``start and end``: what of the process's
    time is in no stage.
    """
    child("stages", "1")  # so that the modules are compiled
    cold: dict[str, list[float]] = {stage: [] for stage in (*STAGES, "start and end")}
    for _ in range(count):
        start = time.perf_counter()
        (run,) = json.loads(child("stages", "1"))
        whole = time.perf_counter() - start
        for stage in STAGES:
            cold[stage].append(run[stage])
        cold["start and end"].append(whole - sum(run.values()))
    _, _, *runs = json.loads(child("stages", str(count + 2)))
    warm = {stage: [run[stage] for run in runs] for stage in STAGES}
    return _times(cold), _times(warm)


def _times(runs: dict[str, list[float]]) -> dict[str, Times]:
    return {name: Times(tuple(seconds)) for name, seconds in runs.items()}
