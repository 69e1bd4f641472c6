"""Dates, numbers and lists as each language writes them; no clock, no system locale."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

__all__ = ["is_date", "local_date", "separators", "title_marks", "word"]

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]

WORDS: Mapping[str, Mapping[str, str]] = {
    "not-stated": {"zh": "未载明", "en": "not stated"},
    "analyst": {"zh": "（编者判断）", "en": " (analyst)"},
    "no-title": {"zh": "原文未载标题", "en": "no title given"},
    "no-asks": {"zh": "报道未载明具体建议。", "en": "The report states no specific ask."},
    "number": {"zh": "序号", "en": "No."},
    "proposal": {"zh": "建议、提案", "en": "Proposal"},
    "proposer": {"zh": "提出者", "en": "Proposer"},
    "theme": {"zh": "主题", "en": "Theme"},
    "sectors": {"zh": "相关行业", "en": "Sectors"},
    "asks": {"zh": "建议数", "en": "Asks"},
    "status": {"zh": "状态", "en": "Status"},
    "instrument": {"zh": "类别", "en": "Instrument"},
    "addressee": {"zh": "办理对象", "en": "Asked of"},
    "priority": {"zh": "优先级", "en": "Priority"},
    "horizon": {"zh": "时限", "en": "Horizon"},
    "source": {"zh": "出处", "en": "From"},
    "contact": {"zh": "联系", "en": "Contact"},
    "distribution": {"zh": "主送", "en": "To"},
    "authors": {"zh": "编写", "en": "Authors"},
    "colon": {"zh": "：", "en": ": "},
    "stop": {"zh": "；", "en": "; "},
    "comma": {"zh": "、", "en": ", "},
    "of": {"zh": "{n}／{all}", "en": "{n} of {all}"},
    "and": {"zh": "，", "en": ", "},
    "from": {"zh": "，第{n}件", "en": ", proposal {n}"},
    "located": {"zh": "（{place}）", "en": " ({place})"},
    "proposals-in": {"zh": "各件所在", "en": "Proposals"},
    "not-stated-list": {"zh": "{what}：原文未载明", "en": "{what}: not stated"},
    "accessed": {"zh": "{date}访问", "en": "accessed {date}"},
    "proposals": {"zh": "件数", "en": "Proposals"},
    "total": {"zh": "合计", "en": "Total"},
    "change": {"zh": "变化", "en": "Change"},
    "details": {"zh": "变化内容", "en": "What changed"},
}


def word(name: str, language: str) -> str:
    """Return one of the words that components print, in ``language`` (English for others)."""
    texts = WORDS[name]
    return texts.get(language.split("-", maxsplit=1)[0], texts["en"])


class _Titled(Protocol):
    """A proposal: its ``title`` and ``title_form`` by name."""

    def __getitem__(self, name: str, /) -> Any: ...


def title_marks(proposal: _Titled, language: str) -> tuple[str, str]:
    """Return what stands before and after a title: quotation marks where it is quoted."""
    if proposal["title"] is None or proposal["title_form"] != "verbatim":
        return "", ""
    return ("《", "》") if language.startswith("zh") else ("“", "”")


def local_date(iso: str, language: str) -> str:
    """Return an ISO 8601 date, as precise as it is, in words.

    >>> local_date("2024-03-07", "zh"), local_date("2024-03", "en")
    ('2024年3月7日', 'March 2024')
    """
    parts = [int(part) for part in iso.split("-")]
    if language.startswith("zh"):
        return "".join(f"{part}{unit}" for part, unit in zip(parts, "年月日", strict=False))
    words = [str(parts[2])] if len(parts) == 3 else []
    words += [MONTHS[parts[1] - 1]] if len(parts) > 1 else []
    return " ".join([*words, str(parts[0])])


def is_date(text: str) -> bool:
    """Whether a text is an ISO 8601 date, as precise as it may be."""
    parts = text.split("-")
    whole = "-".join([*parts, "01", "01"][:3])
    try:
        date.fromisoformat(whole)
    except ValueError:
        return False
    return len(parts) <= 3 and [len(part) for part in parts] == [4, 2, 2][: len(parts)]


def separators(count: int, language: str) -> tuple[str, ...]:
    """Return what stands between the items of a list of ``count``: 甲、乙、丙 or “a, b and c”.

    >>> separators(3, "en"), separators(3, "zh")
    ((', ', ' and '), ('、', '、'))
    """
    if count < 2:
        return ()
    if language.startswith("zh"):
        return ("、",) * (count - 1)
    return (*((", ",) * (count - 2)), " and ")
