"""Documents that the tests of this room write: one brief in Chinese, one in English."""

from __future__ import annotations

from pathlib import Path

import yaml
from pictures import image, jpeg

from briefing.document import (
    Block,
    BulletList,
    Callout,
    Cell,
    Chart,
    Code,
    CodeBlock,
    Column,
    Contents,
    ContentsEntry,
    DefinitionItem,
    DefinitionList,
    Document,
    Emphasis,
    Field,
    Footnote,
    Heading,
    Inlines,
    LineBreak,
    Link,
    ListItem,
    Masthead,
    Meta,
    OrderedList,
    Origin,
    PageBreak,
    Paragraph,
    Quote,
    Reference,
    Row,
    Rule,
    Series,
    Span,
    Strong,
    Table,
    Text,
    Title,
    Turned,
)
from briefing.style.model import Style

ROOT = Path(__file__).resolve().parent.parent.parent


def modern() -> Style:
    """Return the house style that ships with the program."""
    path = ROOT / "templates" / "styles" / "modern.yaml"
    return Style.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def document(*blocks: Block, language: str = "zh", **meta: object) -> Document:
    """Return a document of ``blocks`` with plain metadata."""
    values: dict[str, object] = {
        "title": "简报",
        "language": language,
        "organization": "政策研究部",
        "date": "2024-03-11",
        "identifier": "brief-1",
    }
    return Document(Meta(**(values | meta)), blocks)  # type: ignore[arg-type]


def words(text: str) -> Inlines:
    """Return text as inlines."""
    return (Text(text),)


def line(text: str, role: str = "body") -> Paragraph:
    """Return a paragraph of text."""
    return Paragraph(words(text), role)  # type: ignore[arg-type]


def field(text: str, path: str = "title", record: str = "2024-a") -> Field:
    """Return a record's words."""
    return Field(text, Origin(record, path, "zh"))


def cell(text: str, **options: object) -> Cell:
    """Return a cell with one paragraph."""
    return Cell((line(text),), **options)  # type: ignore[arg-type]


_ZH = {
    "org": "北辰政策研究中心",
    "series": "两会提案专报",
    "number": "2024年第3期（总第18期）",
    "date": "2024年3月11日",
    "class": "内部参阅",
    "to": "主送：各电信运营商政策研究部门",
    "title": "安全云与算力网络：2024年全国两会涉电信业提案要点",
    "subtitle": "面向电信运营商",
    "keys": "要点",
    "key": "把安全能力做成“云服务”，是本期十二件提案中最集中的主张——中小企业买得起、用得上……",
    "summary": "提案一览",
    "heads": ("序号", "提案", "提案人", "类别", "建议数"),
    "name": "关于全面建设安全云、推广数字安全云化服务的提案",
    "person": "周鸿祎　全国政协委员",
    "theme": "人工智能安全",
    "section": "提案与建议",
    "body": "随着“人工智能＋”行动展开，攻击面从单一系统扩展到模型、数据与供应链。提案人认为，传统“买盒子”的方式已难以为继；以 360 为例，其 2023 年处置的 APT 事件达 1,200 余起，It’s 一个持续对抗的过程。",
    "means": "对运营商意味着什么",
    "implication": "云网安一体化将成为政企市场的基础能力，运营商可依托 5G 专网与算力节点提供托管式安全服务。",
    "asks": "建议",
    "ask": "由主管部门牵头建设国家级安全云平台，向中小企业提供普惠安全服务",
    "facts": "建议对象：未载明　优先级：高　时限：近期　出处：",
    "impact": "影响：托管安全服务需求上升，现有集团客户产品线需要重新打包。",
    "figure": "各主题建议数量",
    "sources": "资料来源",
    "source": "周鸿祎：安全云化是必由之路，人民网，2024-03-07，",
    "disclaimer": "本报所述观点属于提案人，不构成法律意见。联系：policy@example.org",
    "themes": ("人工智能安全", "算力与网络", "数据治理"),
    "series_names": ("提案", "建议", "议案"),
    "contents": "目录",
    "header": ("两会提案专报", "2024年第3期"),
    "analyst": "（分析员判断）",
}
_EN = {
    "org": "Northstar Policy Research",
    "series": "Two Sessions Proposal Brief",
    "number": "2024, No. 3 (18 in all)",
    "date": "11 March 2024",
    "class": "For internal reference",
    "to": "To: policy departments of telecom operators",
    "title": "Security clouds and computing networks: proposals to the 2024 Two Sessions that concern telecoms",
    "subtitle": "For telecom operators",
    "keys": "Key messages",
    "key": "Turning security into a cloud service is what the twelve proposals ask for most often — at a price that small firms can pay.",
    "summary": "Proposals at a glance",
    "heads": ("No.", "Proposal", "Proposer", "Theme", "Asks"),
    "name": "On building security clouds and spreading digital security as a cloud service",
    "person": "Zhou Hongyi, CPPCC member",
    "theme": "AI security",
    "section": "Proposals and asks",
    "body": "As the “AI Plus” programme unfolds, the attack surface grows from single systems to models, data and supply chains. The proposer holds that buying boxes is no longer enough: the work is a continuous contest, and it’s one that small firms lose.",
    "means": "What it means for operators",
    "implication": "Cloud, network and security sold as one become the base of the enterprise market; operators can offer managed security on private 5G networks.",
    "asks": "Recommendations",
    "ask": "Build a national security cloud platform that gives small firms affordable protection",
    "facts": "Asked of: not stated · Priority: high · Horizon: near · Source: ",
    "impact": "Impact: demand for managed security rises; product lines for group customers need to be packaged anew.",
    "figure": "Asks by theme",
    "sources": "Sources",
    "source": "Zhou Hongyi: the cloud is the way for security, People’s Daily Online, 2024-03-07, ",
    "disclaimer": "The views are the proposers'; this is no legal advice. Contact: policy@example.org",
    "themes": ("AI security", "Computing and networks", "Data governance"),
    "series_names": ("Proposal", "Suggestion", "Motion"),
    "contents": "Contents",
    "header": ("Two Sessions Proposal Brief", "2024, No. 3"),
    "analyst": " (analyst’s judgement)",
}


def brief(language: str = "zh", records: int = 12) -> Document:
    """Return a realistic brief about ``records`` proposals."""
    t = _ZH if language == "zh" else _EN
    ids = [f"record:2024-{number:03}-security-cloud" for number in range(1, records + 1)]
    return Document(
        Meta(
            title=t["title"],
            language=language,
            organization=t["org"],
            date="2024-03",
            identifier="telecom-2024-3",
            subject=t["subtitle"],
            keywords=("两会", "telecom"),
            header=t["header"],
            footer=t["org"],
        ),
        (
            Masthead(
                words(t["org"]),
                words(t["series"]),
                words(t["number"]),
                words(t["date"]),
                words(t["class"]),
                words(t["to"]),
            ),
            Title(words(t["title"]), words(t["subtitle"]), id="title"),
            _key_messages(t),
            Contents(
                words(t["contents"]),
                2,
                (
                    ContentsEntry(1, words(t["summary"]), "section:summary"),
                    ContentsEntry(1, words(t["section"]), "section:proposals"),
                    *(
                        ContentsEntry(2, words(t["name"]), target, str(number))
                        for number, target in enumerate(ids[:5], 1)
                    ),
                    ContentsEntry(1, words(t["sources"]), "section:sources"),
                ),
            ),
            Heading(1, words(t["summary"]), "section:summary"),
            line(t["body"], "lead"),
            _summary(t, ids),
            _chart(t),
            Heading(1, words(t["section"]), "section:proposals"),
            *(block for number, id_ in enumerate(ids, 1) for block in _section(t, number, id_)),
            Heading(1, words(t["sources"]), "section:sources"),
            _sources(t, ids),
            Rule(),
            line(t["disclaimer"], "imprint"),
        ),
    )


def _key_messages(t: dict) -> Callout:
    item = ListItem((Paragraph((Strong(words(t["theme"])), Text("：" + t["key"]))),))
    return Callout((BulletList((item, item, item)),), "key-messages", words(t["keys"]))


def _summary(t: dict, ids: list[str]) -> Table:
    return Table(
        tuple(Column(width, align) for width, align in _WIDTHS),
        (Row(tuple(cell(text, header=True) for text in t["heads"])),),
        tuple(
            Row(
                (
                    cell(str(number)),
                    Cell((Paragraph((Reference((field(t["name"]),), id_),)),)),
                    Cell((Paragraph((field(t["person"], "proposers/0"),)),)),
                    cell(t["theme"]),
                    cell("3"),
                )
            )
            for number, id_ in enumerate(ids, 1)
        ),
        "summary",
        words(t["summary"]),
        "table:summary",
        1,
        "number, proposal, proposer, theme, asks",
    )


_WIDTHS = ((1, "center"), (6, "left"), (3.2, "left"), (2.4, "left"), (1.2, "right"))


def _chart(t: dict) -> Chart:
    return Chart(
        "stacked-bar",
        t["themes"],
        tuple(
            Series(name, values)
            for name, values in zip(
                t["series_names"], ((4.0, 3.0, 2.0), (5.0, 1.0, 0.0), (0.0, 2.0, 3.0)), strict=True
            )
        ),
        "4, 3, 2; 5, 1, 0; 0, 2, 3",
        words(t["figure"]),
        "figure:themes",
        1,
    )


def _section(t: dict, number: int, id_: str) -> tuple[Block, ...]:
    record = id_.removeprefix("record:")
    return (
        Heading(2, (field(t["name"], record=record),), id_, numbered=True, number=str(number)),
        Paragraph(
            (Span(words(t["person"]), "label"), Text("　"), Span(words(t["theme"]), "status")),
            "meta",
        ),
        Paragraph((field(t["body"], "summary", record),)),
        Callout(
            (Paragraph((field(t["implication"], "impact", record),)),),
            "implications",
            words(t["means"]),
        ),
        Heading(3, words(t["asks"])),
        OrderedList(
            tuple(
                ListItem(
                    (
                        Paragraph((field(t["ask"], f"recommendations/{ask}/text", record),)),
                        Paragraph(
                            (
                                Span(words(t["facts"]), "muted"),
                                Reference(words(str(number)), id_),
                                Span(words(t["analyst"]), "analyst"),
                            ),
                            "meta",
                        ),
                        line(t["impact"], "note"),
                    ),
                    id=f"recommendation:{record}/r{ask}",
                    label=str(ask + 1),
                )
                for ask in range(2)
            ),
            "recommendations",
        ),
    )


def _sources(t: dict, ids: list[str]) -> OrderedList:
    return OrderedList(
        tuple(
            ListItem(
                (
                    Paragraph(
                        (
                            Text(t["source"]),
                            Link(words("people.com.cn"), f"https://people.com.cn/{number}"),
                        )
                    ),
                ),
                label=f"[{number}]",
            )
            for number in range(1, len(ids) + 1)
        ),
        "sources",
    )


HOSTILE = (
    "& < > \" ' * _ | { } $ # \\ `",
    "{{ 7*7 }} {% raw %} ]]> <!-- --> <w:t>",
    "😀👩‍👩‍👧‍👦 é n̈ שלום مرحبا 𠮷 ﷽",
    "=cmd()|' /C calc'!A0",
    "  vorne  mitte  hinten  ",
    "\tTab\nZeile\r\nZeile\rEnde",
    "“It’s”——‘ok’……",
    "x" * 50_000,
)
"""Texts that break programs which join strings."""


def hostile() -> Document:
    """Return a document of hostile texts alone."""
    return document(*(block for value in HOSTILE for block in (line(value), _boxed(value))))


def _boxed(value: str) -> Table:
    return Table((Column(1),), (), (Row((cell(value),)),), caption=words(value), number=1)


def everything() -> Document:
    """Return a document with every kind of node, nested where nodes nest."""
    inner = BulletList((ListItem((line("内层一"), line("内层一续"))), ListItem((line("内层二"),))))
    return document(
        Title(words("全部节点"), id="top"),
        Heading(1, words("一级"), "h1"),
        Heading(2, words("不编号"), "h2"),
        Heading(2, words("编号"), "h2n", numbered=True, number="1"),
        Heading(3, words("三级")),
        Heading(4, words("四级")),
        Paragraph(
            (
                Strong((Text("重"), Emphasis(words("强调")))),
                Code("a < b"),
                LineBreak(),
                Span((Text("OpenAI’s “model”"),), language="en"),
                Span((Strong(words("强")), Text("标签")), "label"),
                Link((Strong(words("链接")),), "https://例子.cn/路 径?q=1#a"),
                Link(words("不行"), "javascript:alert(1)"),
                Reference(words("见上"), "h1"),
                Reference(words("无处"), "nowhere"),
                Footnote((line("注"), Paragraph((Link(words("网"), "https://b.cn"),))), "n1", 1),
                Footnote((), "n1", 1),
            ),
            id="p1",
        ),
        OrderedList(
            (
                ListItem((line("甲"), inner, line("甲续"), line("事实", "meta"))),
                ListItem((OrderedList((ListItem((line("只有内层"),)),)),)),
                ListItem((Table((Column(1),), (), (Row((cell("表在列表里"),)),), "plain"),)),
            ),
            start=3,
        ),
        OrderedList((ListItem((line("标签不同"),), label="1-a"),)),
        DefinitionList((DefinitionItem(words("提案"), (line("政协委员提出。"),)),)),
        Quote((line("引文一"), line("引文二"))),
        CodeBlock("第一行\n  第二行\n"),
        Table(
            (Column(1), Column(2, "right"), Column(1, "center")),
            (Row((cell("甲", rows=2), cell("乙", columns=2))), Row((cell("丙"), cell("丁")))),
            (
                Row((cell("1", columns=2), cell("2", rows=2)), "row1"),
                Row((cell("3", header=True), Cell((inner,)))),
            ),
            "data",
            words("合并"),
            "t1",
            1,
        ),
        Table((Column(1),), (), (Row((cell("紧接的表"),)),), "plain"),
        Callout((line("一"), inner, line("二")), "note", words("框")),
        Callout((line("又一"),), "warning"),
        PageBreak(),
        Turned((Heading(2, words("侧")), Table((Column(1),), (), (Row((cell("宽"),)),), "data"))),
        Chart("bar", ("甲", "乙"), (Series("数", (1, 2.5)),), "甲一乙二点五", words("图"), "c1", 1),
        image(caption=words("图片"), id="i1", number=2),
        Callout((image(jpeg(), "框里的图"),), "note", words("有图")),
        Rule(),
        Table((Column(1),), (), (Row((cell("末尾的表"),)),), "plain"),
    )
