"""The aims, each with what was measured."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any

from measure import ratio

FEW = 12
"""Records of a brief as they are; of more, a writer's own share of the time counts more."""


@dataclass(frozen=True)
class Target:
    """An aim: a number that must not be above (or, with ``least``, below) a bound."""

    words: str
    value: float
    bound: float
    unit: str
    least: bool = False

    @property
    def reached(self) -> bool:
        return self.value >= self.bound if self.least else self.value <= self.bound

    def to_json(self) -> dict[str, Any]:
        return {
            "target": self.words,
            "value": self.value,
            "bound": self.bound,
            "unit": self.unit,
            "reached": self.reached,
        }


Results = dict[str, Any]
"""What was measured, as it goes into the JSON file."""


def targets(results: Results) -> list[Target]:
    """Return the aims of which everything that they need was measured."""
    found = []
    for records in results.get("records", ()):
        found += _of_size(results, str(records))
    processes = results.get("processes", {})
    if processes:
        build = processes["briefing build seeds"]["median"]
        help_ = processes["briefing --help"]["median"]
        found += [
            Target("cold `briefing build seeds` of everything", build, 2.0, "s"),
            Target("`briefing --help`", help_ * 1000, 150, "ms"),
        ]
    return found


def _of_size(results: Results, records: str) -> list[Target]:
    docx = _runs(results.get("docx", {}).get(records, {}))
    pdf = _runs(results.get("pdf", {}).get(records, {}))
    few = int(records) <= FEW
    found = []
    for name, short in (
        ("ours, writer only", "writer only"),
        ("ours, compose + transforms + write", "all of it"),
    ):
        ours = docx(name)
        for other in ("docxtpl", "docxtpl, runs as ours"):
            if ours and (peer := docx(other)):
                words = f"DOCX of {records} records, {short}: times as fast as {other}"
                aim = 2.0 if few else 3.0
                found.append(Target(words, ratio(peer, ours), aim, "×", least=True))
        if ours and few and (least := docx("floor: zip our parts again")):
            words = f"DOCX of {records} records, {short}: times the floor"
            found.append(Target(words, ratio(ours, least), 3.0, "×"))
    ours = docx("ours, writer only")
    before = _runs(results.get("docx", {}).get(str(FEW), {}))("ours, writer only")
    if ours and before and not few:
        words = f"DOCX: time for each of {records} records, to that for each of {FEW}"
        value = median(ours) / median(before) * FEW / int(records)
        found.append(Target(words, value, 1.0, "×"))
    for change in ("one line new", "every paragraph new"):
        ours = pdf(f"ours, writer only: {change}")
        if ours and (peer := pdf(f"Typst, compiler reused: {change}")):
            words = f"PDF of {records} records, {change}: times Typst with a reused compiler"
            found.append(Target(words, ratio(ours, peer), 1.0, "×"))
    return found


def _runs(lines: Results) -> Callable[[str], list[float] | None]:
    def runs(name: str) -> list[float] | None:
        return lines[name]["runs"] if name in lines else None

    return runs
