"""Counts over twenty thousand lines of random mixed text: what must never be, is never."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field

from setting import modern, typesetter

from briefing.document import Emphasis, Inlines, Link, Strong, Text
from briefing.pdf.atoms import CLOSING, HALF_CLOSING, OPENING, Kind
from briefing.pdf.lines import Line, compose_lines

LINES = 20_000
SEED = 20240315
HAN = "国家人工智能安全数据提案建议推动发展网络空间治理企业技术产业应用服务管理一二三〇"
LATIN = """
AI|the|of|cybersecurity|governance|recommendations|international|standardization|don’t|e-mail|GB/T
|state-of-the-art|telecommunications|R&D|5G|OpenAI|NATO|naïve|façade|Straße|user@example.org
|https://www.example.com/policy/2024/03/a-long_path?id=42&lang=zh#top|hyphen\u00adation|α-β|Россия
|žluťoučký|kůň|10\u00a0km|a\u2060b|x\u200by
"""
WORDS = LATIN.replace("\n", "").split("|")
OTHERS = (
    "한국어 텍스트 ภาษาไทยไม่มีช่องว่าง 👨‍👩‍👧👍🏽🇨🇳 e\u0301a\u0308 हिन्दी かなカナー々 שלום-עולם مرحبا ①② ½ → ℃ "
    + "x" * 90
).split(" ")
MARKS = "，。；：、？！…—·～％，。、"
NEVER_FIRST = frozenset(CLOSING + HALF_CLOSING + "々ーっ")
NEVER_LAST = frozenset(OPENING + "([{")
SHARED = frozenset("“”‘’")
"""In Latin text these open and close alike for who looks at one character only."""


@dataclass
class Counts:
    """What was found, and the first examples of what should not be."""

    lines: int = 0
    wrong: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    def add(self, what: str, example: str) -> None:
        self.wrong[what] += 1
        if len(self.examples) < 12:
            self.examples.append(f"{what}: {example}")


def sentence(chance: random.Random, *, chinese: bool) -> str:
    parts = []
    for _ in range(chance.randint(3, 40)):
        kind = chance.random()
        if kind < (0.55 if chinese else 0.05):
            parts.append("".join(chance.choices(HAN, k=chance.randint(1, 9))))
        elif kind < 0.75:
            parts.append(chance.choice(WORDS) + chance.choice(["", "", " ", ", "]))
            if not chinese:
                parts.append(" ")
        elif kind < 0.8:
            number = f"{chance.randint(0, 99999):,}"
            parts.append(
                chance.choice(["", "第", "$", "约"]) + number + chance.choice("年项个%亿 ")
            )
        elif kind < 0.86:
            inner = chance.choice([*WORDS, chance.choice(HAN) * 3])
            pair = chance.choice(["《》", "“”", "（）", "「」", "()", "[]", "‘’", "〔〕"])
            parts.append(pair[0] + inner + pair[1])
        elif kind < 0.9:
            parts.append(chance.choice(OTHERS))
        elif chinese:
            parts.append(chance.choice([*MARKS, "——", "……", "。”", "），"]))
        else:
            parts.append(chance.choice([". ", ", ", "; ", " — ", "… ", "? "]))
    return "".join(parts)


def inlines(chance: random.Random, text: str) -> Inlines:
    """Return a text in one run or in several."""
    if chance.random() < 0.6 or len(text) < 4:
        return (Text(text),)
    first, second = sorted(chance.sample(range(1, len(text)), 2))
    inner = (Text(text[first:second]),)
    middle = chance.choice(
        [Strong(inner), Emphasis(inner), Link(target="https://example.org", children=inner)]
    )
    return (Text(text[:first]), middle, Text(text[second:]))


def words(line: Line) -> str:
    return "".join(atom.text for _, atom in line.atoms)


def drawn(line: Line) -> str:
    """Return what the ToUnicode maps say of a line's glyphs, in reading order."""
    found = []
    for _, atom in line.atoms:
        glyphs = [glyph.text for _, glyph, _ in atom.glyphs]
        found += reversed(glyphs) if atom.rtl else glyphs
    return "".join(found)


def look_at(
    text: str,
    lines: list[Line],
    width: float,
    indent: float,
    size: float,
    counts: Counts,
    *,
    chinese: bool,
) -> None:
    counts.lines += len(lines)
    if "".join(map(words, lines)) != text:
        counts.add("lost or changed", text)
    if "".join(map(drawn, lines)).replace("\u00ad", "") != text.replace("\u00ad", ""):
        counts.add("drawn as other text", text)
    for number, line in enumerate(lines):
        solid = [(at, atom) for at, atom in line.atoms if atom.kind is not Kind.SPACE]
        if not solid:
            continue
        read = words(line)
        start, end = solid[0][0], solid[-1][0] + solid[-1][1].width
        # Half of a full-width mark is empty: it may stand outside.
        left = indent if number == 0 else 0.0
        if start < left - (size / 2 if solid[0][1].mark else 0) - 0.01:
            counts.add("left of the measure", read)
        if end > width + (size / 2 if solid[-1][1].mark else 0) + 0.01:
            counts.add("right of the measure", read)
        if any(atom.width and at + atom.width > width + size for at, atom in line.atoms):
            counts.add("outside the measure", read)
        # After a space, Latin text may go on with dots or a sign.
        never = NEVER_FIRST - SHARED if chinese else NEVER_FIRST - SHARED - set("…℃·‰％～")
        if number and read[0] in never:
            counts.add("forbidden at the start", read)
        if number and solid[0][1].kind is Kind.CLOSE:
            counts.add("closing mark at the start", read)
        if number and read[0] == " ":
            counts.add("space at the start", read)
        if line is not lines[-1]:
            if read.rstrip(" ")[-1:] in NEVER_LAST - SHARED and not read.endswith(" "):
                counts.add("forbidden at the end", read)
            if solid[-1][1].kind is Kind.OPEN:
                counts.add("opening mark at the end", read)
            following = words(lines[number + 1])
            if (read[-1], following[:1]) in {("—", "—"), ("…", "…")}:
                counts.add("dash or dots cut", read)
            if read[-1].isdecimal() and following[:1] in set("0123456789%％,."):
                counts.add("number cut", read + "|" + following)
            if line.atoms[-1][1].kind is Kind.SPACE and line.atoms[-1][1].text in "\u00a0\u202f":
                counts.add("broken at a no-break space", read)


def test_nothing_forbidden_in_twenty_thousand_lines() -> None:
    chance = random.Random(SEED)
    setters = {language: typesetter(language) for language in ("zh", "en")}
    counts = Counts()
    while counts.lines < LINES:
        language = chance.choice(["zh", "zh", "en"])
        look = modern().paragraph("body", language)
        text = sentence(chance, chinese=language == "zh")
        atoms = setters[language].atoms(inlines(chance, text), look)
        for width in (chance.uniform(90, 200), chance.uniform(200, 470)):
            align = chance.choice(["justify", "justify", "left", "center", "right"])
            indent = look.size * 2 if align == "justify" and language == "zh" else 0.0
            lines = compose_lines(atoms, width, align, indent)
            look_at(text, lines, width, indent, look.size, counts, chinese=language == "zh")
    assert not counts.wrong, "\n".join([str(dict(counts.wrong)), *counts.examples])
