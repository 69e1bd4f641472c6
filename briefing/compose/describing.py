"""What a chart of counts shows, in a sentence, for those who do not see it.

First how much there is and how it spreads, then every number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from briefing.compose.counting import Counts
from briefing.compose.words import separators

__all__ = ["described", "remarks"]

Names = Mapping[str, str]

KINDS: Mapping[str, Names] = {
    "zh": {"bar": "条形图", "stacked-bar": "堆积条形图", "heatmap": "热力图"},
    "en": {"bar": "Bar chart", "stacked-bar": "Stacked bar chart", "heatmap": "Heat map"},
}
DIMENSIONS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "zh": {
        "theme": ("主题", "主题"),
        "sectors": ("行业", "行业"),
        "instrument": ("类别", "类别"),
        "priority": ("优先级", "优先级"),
        "horizon": ("时限", "时限"),
        "status": ("状态", "状态"),
        "addressee": ("办理对象", "办理对象"),
    },
    "en": {
        "theme": ("theme", "themes"),
        "sectors": ("sector", "sectors"),
        "instrument": ("instrument", "instruments"),
        "priority": ("priority", "priorities"),
        "horizon": ("horizon", "horizons"),
        "status": ("status", "statuses"),
        "addressee": ("addressee", "addressees"),
    },
}
NAMED = 3
"""So many that are level are named; of more, only their number is said."""


def remarks(counts: Counts, language: str) -> str:
    """Return what must be known to read the numbers: what counts twice, and whose view it is."""
    chinese = language.startswith("zh")
    names = DIMENSIONS["zh" if chinese else "en"]
    unit = "件" if counts.what == "proposals" else "条"
    found: list[str] = []
    for shared in counts.shared:
        one, many = names[shared]
        found.append(
            f"一{unit}可涉及多个{one}，分别计入"
            if chinese
            else f"{counts.what} count in each of their {many}"
        )
    for name, basis in (counts.basis or {}).items():
        one, many = names[name]
        if basis == "analyst":
            found.append(f"{one}为编者判断" if chinese else f"{many} are our judgement")
        elif basis == "mixed":
            found.append(f"部分{one}为编者判断" if chinese else f"some {many} are our judgement")
    return ("；" if chinese else "; ").join(found)


def described(counts: Counts, kind: str, language: str) -> str:
    """Return the alternative text of a chart of counts."""
    teller = _Chinese(counts) if language.startswith("zh") else _English(counts)
    parts = [teller.head(kind, remarks(counts, language)), teller.spread()]
    if counts.series and len(counts.series) * len(counts.categories) > 1:
        parts.append(teller.peak())
    if len(counts.categories) > 1 or len(counts.series) > 1:
        parts.append(teller.details())
    return teller.between.join(part for part in parts if part)


def _at(values: Sequence[int], wanted: int) -> list[int]:
    return [index for index, value in enumerate(values) if value == wanted]


class _Chinese:
    between = ""

    def __init__(self, counts: Counts) -> None:
        self.counts = counts
        self.unit = "件" if counts.what == "proposals" else "条"
        self.noun = "建议提案" if counts.what == "proposals" else "建议"
        self.labels = [term.label for term in counts.categories]

    def name(self, dimension: str) -> str:
        return DIMENSIONS["zh"][dimension][0]

    def head(self, kind: str, remarks: str) -> str:
        counts = self.counts
        by = self.name(counts.by) + (f"和{self.name(counts.stack)}" if counts.stack else "")
        more = f"（{remarks}）" if remarks else ""
        return f"{KINDS['zh'][kind]}：{counts.total}{self.unit}{self.noun}按{by}的分布{more}。"

    def spread(self) -> str:
        totals, by = self.counts.totals, self.name(self.counts.by)
        top, low = max(totals), min(totals)
        if len(totals) == 1:
            return f"只有一个{by}：{self.labels[0]}，{top}{self.unit}。"
        if top == low:
            return f"{len(totals)}个{by}数量相同，各{top}{self.unit}。"
        most, fewest = _at(totals, top), _at(totals, low)
        return f"{self.those(most, top, '最多')}；{self.those(fewest, low, '最少')}。"

    def those(self, which: list[int], value: int, word: str) -> str:
        by = self.name(self.counts.by)
        if len(which) == 1:
            return f"{self.labels[which[0]]}{word}，{value}{self.unit}"
        if len(which) <= NAMED:
            return f"{'、'.join(self.labels[i] for i in which)}{word}，各{value}{self.unit}"
        return f"有{len(which)}个{by}{word}，各{value}{self.unit}"

    def peak(self) -> str:
        counts = self.counts
        top = max(max(row) for row in counts.values)
        places = [(s, c) for s, row in enumerate(counts.values) for c in _at(row, top)]
        empty = sum(value == 0 for row in counts.values for value in row)
        tail = f"，{empty}个组合为零" if empty else ""
        if len(places) > 1:
            return f"各组合中最大的数是{top}{self.unit}，出现{len(places)}次{tail}。"
        (series, category), *_ = places
        pair = f"{self.labels[category]}×{counts.series[series].label}"
        return f"各组合中最多的是“{pair}”，{top}{self.unit}{tail}。"

    def details(self) -> str:
        counts = self.counts
        parts = []
        for index, label in enumerate(self.labels):
            inner = [
                f"{term.short}：{row[index]}"
                for term, row in zip(counts.series, counts.values, strict=False)
                if row[index]
            ]
            more = f"（{'、'.join(inner)}）" if inner else ""
            parts.append(f"{label}：{counts.totals[index]}{self.unit}{more}")
        return f"各项数字：{'；'.join(parts)}。"


class _English:
    between = " "

    def __init__(self, counts: Counts) -> None:
        self.counts = counts
        self.labels = [term.label for term in counts.categories]

    def name(self, dimension: str, number: int = 1) -> str:
        return DIMENSIONS["en"][dimension][number != 1]

    def head(self, kind: str, remarks: str) -> str:
        counts = self.counts
        noun = counts.what if counts.total != 1 else counts.what[:-1]
        by = self.name(counts.by) + (f" and {self.name(counts.stack)}" if counts.stack else "")
        more = f" ({remarks})" if remarks else ""
        return f"{KINDS['en'][kind]}: {counts.total} {noun} by {by}{more}."

    def spread(self) -> str:
        totals = self.counts.totals
        top, low = max(totals), min(totals)
        if len(totals) == 1:
            return f"There is one {self.name(self.counts.by)}: {self.labels[0]}, {top}."
        if top == low:
            return f"All {len(totals)} {self.name(self.counts.by, 2)} are level, {top} each."
        most, fewest = _at(totals, top), _at(totals, low)
        first = self.those(most, top, "the most")
        return f"{first}; {self.those(fewest, low, 'the fewest')}."

    def those(self, which: list[int], value: int, word: str) -> str:
        if len(which) == 1:
            return f"{self.labels[which[0]]} has {word}, {value}"
        if len(which) <= NAMED:
            names = "".join(
                part
                for pair in zip(
                    (self.labels[i] for i in which),
                    (*separators(len(which), "en"), ""),
                    strict=True,
                )
                for part in pair
            )
            return f"{names} have {word}, {value} each"
        return f"{len(which)} {self.name(self.counts.by, 2)} have {word}, {value} each"

    def peak(self) -> str:
        counts = self.counts
        top = max(max(row) for row in counts.values)
        places = [(s, c) for s, row in enumerate(counts.values) for c in _at(row, top)]
        empty = sum(value == 0 for row in counts.values for value in row)
        tail = f"; {empty} are empty" if empty > 1 else "; one is empty" if empty else ""
        if len(places) > 1:
            return f"The largest number in a combination is {top}, which {len(places)} of them share{tail}."
        (series, category), *_ = places
        pair = f"{self.labels[category]} × {counts.series[series].label}"
        return f"The largest combination is {pair}, {top}{tail}."

    def details(self) -> str:
        counts = self.counts
        parts = []
        for index, label in enumerate(self.labels):
            inner = [
                f"{term.short} {row[index]}"
                for term, row in zip(counts.series, counts.values, strict=False)
                if row[index]
            ]
            more = f" ({', '.join(inner)})" if inner else ""
            parts.append(f"{label} {counts.totals[index]}{more}")
        return f"In detail: {'; '.join(parts)}."
