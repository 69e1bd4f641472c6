"""How fast and how large, beside others, in one run: ``make bench``.

python tests/benchmarks/run.py [--quick] [--only docx|pdf|memory|cli|stages] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import children
import report
from formats import docx, missing, pdf
from measure import Limits
from processes import processes
from targets import targets

SECTIONS = ("docx", "pdf", "memory", "cli", "stages")
SIZES = (12, 500)
FULL = Limits()
QUICK = Limits(least=3, most=9, seconds=10, steady=0.05)
PACKAGES = ("python-docx", "docxtpl", "typst", "weasyprint", "reportlab", "uharfbuzz", "lxml")


def main() -> None:
    options = _options()
    wanted = options.only or SECTIONS
    limits, count = (QUICK, 3) if options.quick else (FULL, 9)
    results: dict[str, Any] = {"machine": _machine(), "records": list(SIZES)}
    report.machine(results["machine"])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if "pdf" in wanted or "memory" in wanted:
            children.prepare(folder, SIZES)
        for records in SIZES:
            if "docx" in wanted:
                lines = docx(records, limits)
                report.docx(records, lines)
                results.setdefault("docx", {})[str(records)] = _json(lines)
        for records in SIZES:
            if "pdf" in wanted:
                lines = pdf(records, limits, folder)
                report.pdf(records, lines)
                results.setdefault("pdf", {})[str(records)] = _json(lines)
        if "memory" in wanted:
            absent = [words.split()[0] for words in results["machine"]["missing"]]
            results["memory"] = children.memory(folder, SIZES, 1 if options.quick else 3, absent)
            report.memory(results["memory"])
        if "cli" in wanted:
            whole = processes(count)
            report.processes(whole)
            results["processes"] = _json(whole)
        if "stages" in wanted:
            cold, warm = children.stages(count)
            report.stages(cold, warm)
            results["stages"] = {"cold": _json(cold), "warm": _json(warm)}
    aims = targets(results)
    if aims:
        report.targets(aims)
    results["targets"] = [one.to_json() for one in aims]
    if options.json:
        text = json.dumps(results, indent=1, ensure_ascii=False)
        options.json.write_text(text + "\n", encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Time the writers beside others.")
    parser.add_argument("--quick", action="store_true", help="fewer rounds; rougher figures")
    parser.add_argument("--only", action="append", choices=SECTIONS, help="may be repeated")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every figure to FILE")
    return parser.parse_args()


def _machine() -> dict[str, Any]:
    packages = {}
    for name in PACKAGES:
        try:
            packages[name] = version(name)
        except PackageNotFoundError:
            packages[name] = "–"
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0,
        "packages": packages,
        "missing": missing(),
    }


def _json(lines: Any) -> dict[str, Any]:
    return {name: one.to_json() for name, one in lines.items()}


if __name__ == "__main__":
    main()
