"""The structure tree: complete, in reading order, and approved by independent checkers."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pikepdf
import pikepdf.pdfa
import pytest
from official_seeds import official_brief
from pictures import image, jpeg, png
from setting import document, heading, modern, paragraph, written

import briefing
from briefing.document import (
    BulletList,
    Callout,
    Cell,
    Chart,
    Column,
    Contents,
    ContentsEntry,
    Heading,
    Link,
    ListItem,
    OrderedList,
    Paragraph,
    Quote,
    Row,
    Series,
    Span,
    Table,
    Text,
    Title,
)
from briefing.pdf.metadata import srgb
from briefing.pdf.writer import write

ROOT = Path(__file__).resolve().parents[2]


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


def kids(element) -> list:
    found = element.get("/K")
    if found is None:
        return []
    return list(found) if isinstance(found, pikepdf.Array) else [found]


def outline(element) -> object:
    """Return an element as nested lists of names; content and annotations left out."""
    inner = [
        outline(kid) for kid in kids(element) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid
    ]
    name = str(element.S)[1:]
    return (name, inner) if inner else name


def contents(pdf: pikepdf.Pdf) -> dict[int, list[int]]:
    """Return the marked content of each page in the order of the tree."""
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    found: dict[int, list[int]] = {number: [] for number in pages.values()}

    def walk(element, page) -> None:
        page = element.get("/Pg", page)
        for kid in kids(element):
            if isinstance(kid, int):
                found[pages[page.objgen]].append(kid)
            elif kid.get("/Type") == "/MCR":
                found[pages[kid.Pg.objgen]].append(int(kid.MCID))
            elif kid.get("/Type") != "/OBJR":
                walk(kid, page)

    walk(pdf.Root.StructTreeRoot, None)
    return found


def marked(page) -> Iterator[tuple[str, int | None]]:
    """Yield what the page's operators mark, and check that all that is drawn is marked."""
    depth = 0
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("BDC", "BMC"):
            depth += 1
            if str(operands[0]) != "/Span" or "/ActualText" not in operands[1]:
                properties = operands[1] if name == "BDC" else {}
                yield str(operands[0]), properties.get("/MCID")
        elif name == "EMC":
            depth -= 1
        elif name in ("TJ", "Tj", "f", "Do"):
            assert depth > 0
    assert depth == 0


def everything() -> bytes:
    words = (Text("文字"),)
    row = Row((Cell((paragraph("一"),), header=True), Cell((paragraph("二"), paragraph("三")))))
    head = Row((Cell((paragraph("甲"),), header=True), Cell((paragraph("乙"),), header=True)))
    return write(
        document(
            Title(words, words),
            Contents(words, 2, (ContentsEntry(1, words, "section:第一"),)),
            heading("第一"),
            Paragraph((*words, Link(words, "https://example.com/"), Span(words, language="en"))),
            heading("第二", 2),
            BulletList((ListItem((paragraph("点"),)),)),
            OrderedList((ListItem((paragraph("项"),), label="1"),)),
            Table((Column(1), Column(2)), (head,), (row,), "data", caption=words, number=1),
            Callout((paragraph("盒"),), title=words),
            Quote((paragraph("引"),)),
            heading("第三"),
            Chart(
                "bar", ("甲", "乙"), (Series("件", (1.0, 2.0)),), "甲一件，乙两件", words, number=1
            ),
            image(png(mode="RGBA"), caption=words, number=2),
            paragraph("后"),
            image(jpeg(mode="L"), ""),
        ),
        modern(),
    ).data


def test_the_tree_says_what_everything_is() -> None:
    pdf = opened(everything())
    (root,) = kids(pdf.Root.StructTreeRoot)
    assert outline(root) == (
        "Document",
        [
            "Title",
            "P",
            "P",
            ("TOC", [("TOCI", [("Reference", ["Link"])])]),
            (
                "Sect",
                [
                    "H1",
                    ("P", ["Link", "Span"]),
                    (
                        "Sect",
                        [
                            "H2",
                            ("L", [("LI", ["Lbl", ("LBody", ["P"])])]),
                            ("L", [("LI", ["Lbl", ("LBody", ["P"])])]),
                            (
                                "Table",
                                [
                                    "Caption",
                                    ("THead", [("TR", ["TH", "TH"])]),
                                    ("TBody", [("TR", ["TH", ("TD", ["P", "P"])])]),
                                ],
                            ),
                            ("Div", ["P", "P"]),
                            ("BlockQuote", ["P"]),
                        ],
                    ),
                ],
            ),
            ("Sect", ["H1", "Caption", "Figure", "Caption", "Figure", "P"]),
        ],
    )


def test_cells_links_and_figures_say_what_they_are() -> None:
    pdf = opened(everything())
    found: dict[str, list] = {}

    def walk(element) -> None:
        found.setdefault(str(element.S), []).append(element)
        for kid in kids(element):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                walk(kid)

    walk(pdf.Root.StructTreeRoot.K)
    assert [str(cell.A.Scope) for cell in found["/TH"]] == ["/Column", "/Column", "/Row"]
    assert [str(figure.Alt) for figure in found["/Figure"]] == ["甲一件，乙两件", "四色方块"]
    left, bottom, right, top = map(float, found["/Figure"][1].A.BBox)
    assert (round(right - left), round(top - bottom)) == (45, 15)
    assert str(found["/Span"][0].Lang) == "en"
    for link in found["/Link"]:
        (reference,) = [
            kid
            for kid in kids(link)
            if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR"
        ]
        assert reference.Obj.Subtype == "/Link"
        assert str(reference.Obj.Contents)
        key = int(reference.Obj.StructParent)
        numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        assert numbers[numbers.index(key) + 1].objgen == link.objgen


@pytest.fixture(scope="module")
def samples() -> dict[str, bytes]:
    """Every template in every style and language, and pictures."""
    project = briefing.load(ROOT / "seeds")
    made = {"everything": everything()}
    for key, language in product(("sector-telecom", "theme-ai-security", "digest"), ("zh", "en")):
        made[f"{key}-{language}"] = briefing.render(project, key, language=language).data
        made[f"official-{key}-{language}"] = official_brief(key, language, "pdf")
    return made


def test_all_that_is_drawn_is_in_the_tree_once_and_in_order(samples: dict[str, bytes]) -> None:
    for data in (everything(), *samples.values()):
        pdf = opened(data)
        tree = contents(pdf)
        for number, page in enumerate(pdf.pages):
            drawn = [int(mark) for _, mark in marked(page) if mark is not None]
            assert drawn == list(range(len(drawn)))
            assert tree[number] == drawn
            assert len(pdf.Root.StructTreeRoot.ParentTree.Nums[2 * number + 1]) == len(drawn)


@pytest.mark.tool("outloud")
def test_an_accessibility_checker_finds_no_error(samples: dict[str, bytes], tmp_path: Path) -> None:
    for name, data in samples.items():
        (tmp_path / f"{name}.pdf").write_bytes(data)
    # TAG-002 takes a running head of more than eight words for prose in files under six pages.
    command = [Path(sys.executable).with_name("outloud"), "--skip", "TAG-002"]
    command += sorted(tmp_path.glob("*.pdf"))
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout
    assert said.stdout.count(" 0 error(s)") == len(samples), said.stdout


def test_an_archive_checker_finds_only_what_it_does_not_know(samples: dict[str, bytes]) -> None:
    for data in samples.values():
        report = pikepdf.pdfa.check(opened(data), "2b")
        unknown = [
            finding
            for finding in report.findings
            # It checks level B, and takes no extension schema, which PDF/UA's mark needs.
            if "conformance is 'A'" not in finding.message
            and "pdfuaid" not in finding.message
            and "http://www.aiim.org/pdfa/ns/" not in finding.message
            and "pdfaExtension" not in finding.message
        ]
        assert unknown == []


def test_metadata_and_information_say_the_same(samples: dict[str, bytes]) -> None:
    for data in (data for name, data in samples.items() if name != "everything"):
        pdf = opened(data)
        info = pdf.docinfo
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == str(info["/Title"])
            assert metadata["dc:creator"] == [str(info["/Author"])]
            assert metadata["pdf:Producer"] == str(info["/Producer"])
            assert metadata["xmp:CreateDate"] == "2024-03-11T00:00:00Z"
            assert metadata["pdfaid:part"] == "2"
            assert metadata["pdfaid:conformance"] == "A"
            assert metadata["pdfuaid:part"] == "1"


def test_the_colour_profile_is_that_of_the_standard() -> None:
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(io.BytesIO(srgb()))
    assert ImageCms.getProfileDescription(profile).strip() == "sRGB IEC61966-2.1"
    own = ImageCms.createProfile("sRGB")
    from PIL import Image

    picture = Image.linear_gradient("L").resize((64, 64))
    colours = Image.merge("RGB", (picture, picture.rotate(90), picture.rotate(180)))
    turned = ImageCms.profileToProfile(colours, profile, own)
    pairs = zip(colours.tobytes(), turned.tobytes(), strict=True)
    assert max(abs(a - b) for a, b in pairs) <= 1


def test_a_paragraph_over_two_pages_is_one_element() -> None:
    pdf = opened(written(paragraph("国家" * 2500)).data)
    (root,) = kids(pdf.Root.StructTreeRoot)
    (element,) = kids(root)
    assert len(pdf.pages) > 1
    assert len(kids(element)) == len(pdf.pages)


def test_a_head_that_is_repeated_is_read_once() -> None:
    head = Row((Cell((paragraph("列甲"),), header=True),))
    body = tuple(Row((Cell((paragraph("国" * 200),)),)) for _ in range(40))
    pdf = opened(written(Table((Column(1),), (head,), body, "data")).data)
    assert len(pdf.pages) > 2
    for number, page in enumerate(pdf.pages):
        names = [name for name, _ in marked(page)]
        assert ("/TH" in names) == (number == 0)


def test_headings_make_nested_sections() -> None:
    blocks = [Heading(level, (Text(f"{n}"),), f"h{n}") for n, level in enumerate((1, 3, 2, 1))]
    pdf = opened(write(document(*blocks), modern()).data)
    (root,) = kids(pdf.Root.StructTreeRoot)
    assert outline(root) == (
        "Document",
        [("Sect", ["H1", ("Sect", ["H3"]), ("Sect", ["H2"])]), ("Sect", ["H1"])],
    )
