"""The words of a DOCX as a reader sees them, with the numbers that Word counts itself.

Written against WordprocessingML (ECMA-376 part 1), independently of the writer:
list and heading numbers are computed from numbering.xml and the styles, field
codes are left out and their cached results kept, charts give their categories
and values.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from xml.etree import ElementTree as ET

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
CHART = "\0"
"""Stands before and after the words of a chart, which each format draws in its own order."""
CHINESE = "零一二三四五六七八九十"


class Numbers:
    """Counts what w:numPr asks for."""

    def __init__(self, numbering: ET.Element | None, styles: ET.Element) -> None:
        self.levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self.of: dict[str, str] = {}
        self.starts: dict[tuple[str, int], int] = {}
        self.counts: dict[tuple[str, int], int] = defaultdict(int)
        self.seen: set[str] = set()
        self.unbroken: set[tuple[str, int]] = set()
        for abstract in () if numbering is None else numbering.iter(f"{W}abstractNum"):
            self.levels[abstract.get(f"{W}abstractNumId", "")] = {
                int(level.get(f"{W}ilvl", "0")): (
                    level.find(f"{W}numFmt").get(f"{W}val", ""),
                    level.find(f"{W}lvlText").get(f"{W}val", ""),
                    int(level.find(f"{W}start").get(f"{W}val", "1")),
                )
                for level in abstract.iter(f"{W}lvl")
            }
            for level in abstract.iter(f"{W}lvl"):
                restart = level.find(f"{W}lvlRestart")
                if restart is not None and restart.get(f"{W}val") == "0":
                    at = (abstract.get(f"{W}abstractNumId", ""), int(level.get(f"{W}ilvl", "0")))
                    self.unbroken.add(at)
        for num in () if numbering is None else numbering.iter(f"{W}num"):
            number = num.get(f"{W}numId", "")
            self.of[number] = num.find(f"{W}abstractNumId").get(f"{W}val", "")
            for override in num.iter(f"{W}lvlOverride"):
                start = override.find(f"{W}startOverride")
                if start is not None:
                    level = int(override.get(f"{W}ilvl", "0"))
                    self.starts[number, level] = int(start.get(f"{W}val", "1"))
        self.by_style: dict[str, tuple[str | None, int | None]] = {}
        self.based_on: dict[str, str] = {}
        for style in styles.iter(f"{W}style"):
            name = style.get(f"{W}styleId", "")
            base = style.find(f"{W}basedOn")
            if base is not None:
                self.based_on[name] = base.get(f"{W}val", "")
            found = style.find(f"{W}pPr/{W}numPr")
            if found is not None:
                self.by_style[name] = _num(found)

    def label(self, paragraph: ET.Element) -> str:
        """Return the number that stands before a paragraph, or nothing."""
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return ""
        number: str | None = None
        level: int | None = None
        style = properties.find(f"{W}pStyle")
        name = style.get(f"{W}val") if style is not None else None
        while name is not None:
            if name in self.by_style:
                number, level = self.by_style[name]
                break
            name = self.based_on.get(name)
        direct = properties.find(f"{W}numPr")
        if direct is not None:
            own, own_level = _num(direct)
            number = own if own is not None else number
            level = own_level if own_level is not None else level
        if number is None or number == "0" or number not in self.of:
            return ""
        return self._count(number, level or 0)

    def _count(self, number: str, level: int) -> str:
        abstract = self.of[number]
        levels = self.levels[abstract]
        if number not in self.seen:
            self.seen.add(number)
            for (of, at), start in self.starts.items():
                if of == number:
                    self.counts[abstract, at] = start - 1
        style, text, start = levels[level]
        if (abstract, level) not in self.counts:
            self.counts[abstract, level] = start - 1
        self.counts[abstract, level] += 1
        for deeper, (*_, first) in levels.items():
            if deeper > level and (abstract, deeper) not in self.unbroken:
                self.counts[abstract, deeper] = first - 1

        def shown(match: re.Match[str]) -> str:
            at = int(match.group(1)) - 1
            return _format(levels[at][0], self.counts[abstract, at])

        return text if style == "bullet" else re.sub(r"%(\d)", shown, text)


def _num(element: ET.Element) -> tuple[str | None, int | None]:
    number, level = element.find(f"{W}numId"), element.find(f"{W}ilvl")
    return (
        number.get(f"{W}val") if number is not None else None,
        int(level.get(f"{W}val", "0")) if level is not None else None,
    )


def _format(style: str, count: int) -> str:
    if not style.startswith("chinese"):
        return str(count)
    if count <= 10:
        return CHINESE[count]
    tens, ones = divmod(count, 10)
    return (CHINESE[tens] if tens > 1 else "") + "十" + (CHINESE[ones] if ones else "")


class DocxWords:
    """Reads one file; ``words`` is everything in order, ``headers`` the header rows' texts."""

    def __init__(self, data: bytes) -> None:
        self.archive = zipfile.ZipFile(io.BytesIO(data))
        names = set(self.archive.namelist())
        numbering = self._xml("word/numbering.xml") if "word/numbering.xml" in names else None
        self.numbers = Numbers(numbering, self._xml("word/styles.xml"))
        self.relations = {
            relation.get("Id", ""): posixpath.normpath("word/" + relation.get("Target", ""))
            for relation in self._xml("word/_rels/document.xml.rels")
            if relation.get("TargetMode") != "External"
        }
        self.headers: list[str] = []
        body = self._xml("word/document.xml").find(f"{W}body")
        self.parts = list(self._blocks(body))
        self.words = "".join(self.parts)

    def _xml(self, name: str) -> ET.Element:
        return ET.fromstring(self.archive.read(name))

    def _blocks(self, parent: ET.Element) -> Iterator[str]:
        for child in parent:
            if child.tag == f"{W}p":
                yield self.numbers.label(child) + self._runs(child)
            elif child.tag == f"{W}tbl":
                for row in child.iter(f"{W}tr"):
                    cells = "".join("".join(self._blocks(cell)) for cell in row.findall(f"{W}tc"))
                    if row.find(f"{W}trPr/{W}tblHeader") is not None:
                        self.headers.append(cells)
                    yield cells
            elif child.tag == f"{W}sdt":
                yield from self._blocks(child.find(f"{W}sdtContent"))

    def _runs(self, paragraph: ET.Element) -> str:
        out: list[str] = []
        code = 0  # depth of field code: between begin and separate
        for node in paragraph.iter():
            if node.tag == f"{W}fldChar":
                kind = node.get(f"{W}fldCharType")
                code += {"begin": 1, "separate": -1}.get(kind or "", 0)
            elif node.tag == f"{W}t" and not code:
                out.append(node.text or "")
            elif node.tag == f"{W}noBreakHyphen":
                out.append("-")
            elif node.tag == f"{C}chart":
                out.append(self._chart(self.relations[node.get(f"{R}id", "")]))
        return "".join(out)

    def _chart(self, name: str) -> str:
        chart = self._xml(name)
        series = list(chart.iter(f"{C}ser"))
        categories = [v.text or "" for v in series[0].findall(f"{C}cat//{C}v")]
        values = [[v.text or "" for v in one.findall(f"{C}val//{C}v")] for one in series]
        names = [one.find(f"{C}tx//{C}v").text or "" for one in series]
        shown = [f"{float(v):g}" for row in values for v in row if float(v)]
        stacked = names if len(names) > 1 else []
        return CHART + "".join([*categories, *stacked, *shown]) + CHART
