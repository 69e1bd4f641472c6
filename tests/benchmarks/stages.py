"""The stages of building the digest, from record files to both formats, cold and warm.

Run as a script, this module is a cold process: it builds the digest once with
whatever must be imported on the way, then again and again, and prints the
seconds of every stage.
"""

from __future__ import annotations

import gc
import json
import sys
import time

STAGES = ("read", "template", "style", "plan", "compose", "transforms", "pdf", "docx")
"""``read``: ``briefing.yaml`` and the record files; ``template``: reading and checking it."""


def once() -> dict[str, float]:
    """Build the digest and return the seconds of every stage, its imports among them."""
    from pathlib import Path

    root = Path(__file__).resolve().parents[2]
    search = [root / "templates"]
    times = {}
    start = time.perf_counter()

    def lap(stage: str) -> None:
        nonlocal start
        now = time.perf_counter()
        times[stage] = now - start
        start = now

    from briefing.plan import expand, read_project, record_files
    from briefing.records import read_records

    project, _ = read_project(root / "seeds", builtin=search)
    assert project is not None
    files, _ = record_files(project)
    records, _ = read_records(
        files,
        root=Path(),
        vocabularies=project.vocabularies,
        default_language=project.default_language,
        languages=project.languages,
    )
    lap("read")

    from briefing.compose import check_template, compose, load_template

    template, _ = load_template("digest", search)
    assert template is not None
    check_template(template, project)
    lap("template")

    from briefing.style import read_style

    style, _ = read_style("modern", search)
    assert style is not None
    lap("style")

    briefs, _ = expand(project, records)
    brief = next(b for b in briefs if (b.key, b.language) == ("digest", "zh"))
    lap("plan")

    document, _ = compose(brief, template)
    assert document is not None
    lap("compose")

    from briefing.building.workshop import number_scheme
    from briefing.transforms import apply

    document = apply(document, number_scheme(style, brief.language))
    lap("transforms")

    from briefing.pdf import write as write_pdf

    written = write_pdf(document, style)
    lap("pdf")

    from briefing.docx import write as write_docx

    write_docx(document, style, page_numbers=written.page_numbers)
    lap("docx")
    return times


def main() -> None:
    runs = []
    for _ in range(int(sys.argv[1])):
        gc.collect()
        runs.append(once())
    print(json.dumps(runs))


if __name__ == "__main__":
    main()
