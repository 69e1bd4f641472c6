"""A process that makes one file and ends: its time and the most memory that it held.

Run as a script, this module is that process; the competitors' processes import
nothing of ours.  What would disturb the others' times is timed here too.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

NAMES = {
    "python": "Python, nothing else",
    "ours-docx": "ours, DOCX",
    "ours-pdf": "ours, PDF",
    "ours-both": "ours, both",
    "docxtpl": "docxtpl",
    "python-docx": "python-docx, plain",
    "typst": "Typst",
    "reportlab": "ReportLab platypus",
    "weasyprint": "WeasyPrint",
}


PATIENCE = 20.0
"""No more is made after so many seconds."""


def make(name: str, records: int, folder: Path) -> bytes:
    """Make the file called for; ``folder`` holds the words, fonts and templates."""
    if name == "python":
        return b""
    if name.startswith("ours"):
        return _ours(name, records)
    import peers_docx
    import peers_pdf

    given: dict[str, Any] = json.loads((folder / f"{records}.json").read_text("utf-8"))
    head, blocks = given["head"], given["blocks"]
    fonts = folder / "fonts"
    match name:
        case "docxtpl":
            return peers_docx.docxtpl(folder / "digest.docx")(blocks)
        case "python-docx":
            return peers_docx.plain_python_docx(head)(blocks)
        case "typst":
            return peers_pdf.typst(fonts, head, reused=False)(blocks)
        case "reportlab":
            return peers_pdf.reportlab(head)(blocks)
        case _:
            return peers_pdf.weasyprint(fonts, head)(blocks)


def _ours(name: str, records: int) -> bytes:
    """From the record files to bytes, as a build does it."""
    from data import brief_of, parts

    from briefing.building.workshop import number_scheme
    from briefing.building.writers import write
    from briefing.compose import compose
    from briefing.transforms import apply

    style, template = parts()
    brief = brief_of(records)
    document, _ = compose(brief, template)
    assert document is not None
    document = apply(document, number_scheme(style, brief.language))
    formats = ["docx", "pdf"] if name == "ours-both" else [name[len("ours-") :]]
    files, _ = write(document, style, formats)
    return files[formats[-1]]


def peak() -> float:
    """Return the most memory that this process has held, in MB.

    Linux hands ``ru_maxrss`` of the parent down through ``exec``, so its own
    high-water mark is taken where there is one.
    """
    import resource

    try:
        lines = Path("/proc/self/status").read_text("ascii").splitlines()
    except OSError:
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most / (1024 * 1024 if sys.platform == "darwin" else 1024)
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def main() -> None:
    name, records, folder, again = sys.argv[1:]
    runs: list[float] = []
    while len(runs) <= int(again) and sum(runs) < PATIENCE:
        start = time.perf_counter()
        data = make(name, int(records), Path(folder))
        runs.append(time.perf_counter() - start)
    Path(folder, "made").write_bytes(data)
    print(json.dumps({"mb": peak(), "runs": runs}))


if __name__ == "__main__":
    main()
