"""The sections as they are printed."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import median
from typing import Any

from alone import NAMES
from formats import Measured
from measure import Times, ratio
from show import milliseconds, note, spread, table, times, title
from targets import Target


def machine(found: Mapping[str, Any]) -> None:
    packages = "  ".join(f"{name} {one}" for name, one in found["packages"].items())
    print(
        f"Python {found['python']}, {found['system']}, {found['cores']} cores; load {found['load']:.1f}"
    )
    print(packages)
    for words in found["missing"]:
        print(f"Left out: {words}")


def docx(records: int, lines: Mapping[str, Measured]) -> None:
    title(f"DOCX of the digest, {records} records, warm")
    _lines(lines, "ours, writer only", ("paragraphs", "characters", "XML kB"))
    note("All write the same words under the same headings, in the same tables and numbered lists.")
    note(
        "Ours alone has a chart with its workbook, links, contents that Word can update, the whole"
    )
    note(
        "document as built with a bookmark for each field, and a run for each label and status; the"
    )
    note(
        "others have plain paragraphs and the chart's numbers as a table, and docxtpl a second time"
    )
    note("runs such as ours without links. The words are ready for all but “compose + transforms +")
    note("write”, which begins with the records. Page numbers of the contents are given to all.")
    note("Python's garbage collector is on for all; ours pauses it of its own accord.")


def pdf(records: int, lines: Mapping[str, Measured]) -> None:
    title(f"PDF of the digest, {records} records, warm")
    _lines(lines, "ours, writer only: one line new", ("pages", "characters"))
    note(
        "Nobody is given the same words twice. “One line new”: the subtitle differs from run to run,"
    )
    note("so that Typst, which remembers what it laid out, does again only what this moves. “Every")
    note(
        "paragraph new”: each ends with a number that was never there before. Ours remembers glyphs"
    )
    note(
        "and shapes of words, not paragraphs. Same two fonts for all but ReportLab, tags on but there."
    )


def _lines(lines: Mapping[str, Measured], base: str, sizes: tuple[str, ...]) -> None:
    reference = lines[base].times.runs
    rows = [
        [
            name,
            milliseconds(one.times.median),
            spread(one.times),
            milliseconds(median(one.times.cpu)) if one.times.cpu else "",
            times(ratio(one.times.runs, reference)),
            f"{one.size['kb']:,.0f}",
            *(f"{one.size[size]:,.0f}" for size in sizes),
        ]
        for name, one in lines.items()
    ]
    table(["", "median", "spread", "processor", "to ours", "kB", *sizes], rows)


def memory(found: Mapping[str, Mapping[str, Mapping[str, float]]]) -> None:
    title("A process that makes one file: the most memory that it held, and its time")
    sizes = list(next(iter(found.values())))
    rows = [
        [
            NAMES[name],
            *(f"{one[n]['mb']:,.0f} MB" for n in sizes),
            *(_seconds(one[n]) for n in sizes),
        ]
        for name, one in found.items()
    ]
    head = [f"{n} records" for n in sizes]
    table(["", *head, *head], rows)
    note(
        "Ours reads the record files, plans, composes and writes; the DOCX of a digest needs the page"
    )
    note("numbers of its contents, and so lays out the PDF too. The others are given the words.")


def _seconds(one: Mapping[str, float]) -> str:
    return f"{one['seconds']:.2f} s"


def processes(found: Mapping[str, Times]) -> None:
    title("Whole processes")
    base = found["python -c pass"].runs
    rows = [
        [name, milliseconds(one.median), spread(one), times(ratio(one.runs, base))]
        for name, one in found.items()
    ]
    table(["", "median", "spread", "to python"], rows)


def stages(cold: Mapping[str, Times], warm: Mapping[str, Times]) -> None:
    title("Stages of building the digest of 12 records in both formats")
    whole = [sum(one.median for one in part.values()) for part in (cold, warm)]
    rows = []
    for name in cold:
        cells = [name]
        for part, total in ((cold, whole[0]), (warm, whole[1])):
            one = part.get(name)
            cells += [milliseconds(one.median), f"{one.median / total:.0%}"] if one else ["", ""]
        rows.append(cells)
    rows.append(["together", milliseconds(whole[0]), "", milliseconds(whole[1]), ""])
    table(["", "cold", "share", "warm", "share"], rows)
    note("Cold: a new process; a stage's time includes the imports that it is the first to need.")


def targets(found: list[Target]) -> None:
    title("Targets")
    rows = [
        [
            one.words,
            f"{one.value:,.2f} {one.unit}" if one.value < 10 else f"{one.value:,.0f} {one.unit}",
            f"{'≥' if one.least else '≤'} {one.bound:g} {one.unit}",
            "reached" if one.reached else "not reached",
        ]
        for one in found
    ]
    table(["", "measured", "aim", ""], rows)
