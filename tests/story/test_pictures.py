"""Pictures, from a template's folder into both formats and through people's hands."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import PIL.Image
import PIL.ImageChops
import PIL.ImageOps
import pytest
from office import Office
from office import replace as retype
from pictures import image, jpeg, png
from strategies import META

from briefing import build
from briefing.building.printing import print_docx
from briefing.document import Document, Image, Paragraph, Text, rebuild, walk_blocks
from briefing.docx import write
from briefing.docx.read import read
from briefing.pictures import PictureError, measured
from briefing.problems import InputError
from briefing.pulling.edits import read_edits
from briefing.style import read_style

ROOT = Path(__file__).parents[2]
STYLE, _ = read_style("modern", (ROOT / "templates",))
SHOWS = "How a proposal becomes an answer"
NAMED = f'![{SHOWS}](figures/path.png "The path"){{width=60mm}}\n\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return the example project, its sector briefs with a picture and an ornament."""
    folder = tmp_path / "project"
    shutil.copytree(ROOT / "seeds", folder)
    templates = folder / "templates"
    (templates / "figures").mkdir(parents=True)
    (templates / "figures" / "path.png").write_bytes(png((400, 200), "RGBA", dpi=(100, 100)))
    (templates / "figures" / "line.jpg").write_bytes(jpeg((900, 20)))
    text = (ROOT / "templates" / "sector-brief.md.j2").read_text("utf-8")
    head, tail = text.split("{{ key_messages(", 1)
    body = f"{head}{NAMED}![](figures/line.jpg){{.decorative}}\n\n{{{{ key_messages({tail}"
    (templates / "sector-brief.md.j2").write_text(body, "utf-8")
    plan = folder / "briefing.yaml"
    plan.write_text(plan.read_text("utf-8") + "\ntemplates: [templates]\n", "utf-8")
    return folder


def built(project: Path) -> tuple[Path, Path]:
    build(project, only=["sector-legal"], languages=["en"])
    stem = project / "out" / "sector-legal-en"
    return stem.with_suffix(".docx"), stem.with_suffix(".pdf")


def images(document: Document) -> list[Image]:
    return [block for block in walk_blocks(document.blocks) if isinstance(block, Image)]


def drawn(pdf: bytes) -> list[tuple[int, int]]:
    """Return the size of each picture of a PDF."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        found = opened.pages[0].Resources.XObject
        return [(int(found[name].Width), int(found[name].Height)) for name in sorted(found.keys())]


def test_both_formats_have_the_picture(project: Path) -> None:
    docx, pdf = built(project)
    with zipfile.ZipFile(docx) as archive:
        media = [name for name in archive.namelist() if name.startswith("word/media/")]
        body = archive.read("word/document.xml").decode()
    assert media == ["word/media/picture1.jpeg", "word/media/picture1.png"]
    assert f'descr="{SHOWS}"' in body
    assert f'cx="{60 * 36_000}" cy="{30 * 36_000}"' in body
    assert body.count("adec:decorative ") == 1
    assert drawn(pdf.read_bytes()) == [(400, 200), (900, 20)]
    manifest = json.loads((project / "out" / "manifest.json").read_text("utf-8"))
    paths = [entry["path"] for entry in manifest["inputs"]]
    assert "templates/figures/path.png" in paths


def test_a_file_that_was_only_saved_has_no_edit(project: Path, office: Office) -> None:
    docx, _ = built(project)
    saved = office.edit(docx.read_bytes(), retype("useful work now", "useful work today"))
    reading = read(saved, docx.name)
    assert reading.base is not None
    assert images(reading.document) == images(reading.base)
    edits = read_edits(saved, docx.name)
    assert [one.origin.path for one in edits.texts] == ["impact/legal"]
    assert (edits.problems, edits.is_own) == ([], False)


def test_pictures_that_people_put_in_are_kept_and_printed(project: Path) -> None:
    docx, _ = built(project)
    base = read(docx.read_bytes()).base
    assert base is not None
    assert STYLE is not None
    other, new = image(png((80, 80)), "Another"), image(jpeg((50, 50)), "Mine")
    blocks = rebuild(
        base.blocks,
        lambda node: (
            replace(other, caption=node.caption, number=node.number)
            if isinstance(node, Image) and node.caption
            else node
        ),
        lambda node: node,
    )
    edited = replace(base, blocks=(*blocks[:5], Paragraph((Text("Look:"),)), new, *blocks[5:]))
    docx.write_bytes(write(edited, STYLE, base=base))
    assert {one.description for one in images(read(docx.read_bytes()).document)} == {
        "", "Another", "Mine",
    }  # fmt: skip
    pdf = print_docx(docx.read_bytes(), docx.name, (ROOT / "templates",)).data
    assert pdf is not None
    assert sorted(drawn(pdf)) == [
        (50, 50), (80, 80), (900, 20),
    ]  # fmt: skip
    result = build(project, only=["sector-legal"], languages=["en"], keep_edits=[docx])
    assert [one for one in result.problems if one.code == "not-carried-over"] == []
    assert sorted(one.pixels for one in images(read(docx.read_bytes()).document)) == [
        (50, 50), (80, 80), (900, 20),
    ]  # fmt: skip


def test_a_picture_that_is_gone_stops_the_build(project: Path) -> None:
    (project / "templates" / "figures" / "path.png").unlink()
    with pytest.raises(InputError) as caught:
        built(project)
    [problem] = caught.value.problems
    assert (problem.code, problem.message) == ("picture", "there is no picture figures/path.png")
    assert problem.place is not None
    assert (problem.place.excerpt or "").startswith("![How a proposal")
    assert not (project / "out").exists()


@pytest.mark.parametrize(
    "data",
    [
        png(mode="P"),
        png(mode="1"),
        png(mode="LA"),
        png(mode="L", dpi=(300, 300)),
        png(mode="I;16"),
        png((3000, 2)),
        jpeg(mode="L"),
        jpeg(progressive=True),
    ],
    ids=[
        "palette",
        "one bit",
        "grey, clear",
        "grey",
        "16 bits",
        "wide",
        "grey JPEG",
        "progressive",
    ],
)
def test_kinds_of_pictures(data: bytes) -> None:
    document = Document(META, (image(data), image(data, "again")))
    assert STYLE is not None
    docx = write(document, STYLE)
    assert images(read(docx).document) == images(document)
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        assert sum(name.startswith("word/media/") for name in archive.namelist()) == 1
    from briefing.pdf.writer import write as write_pdf

    made = write_pdf(document, STYLE)
    assert drawn(made.data) == [measured(data).pixels]
    assert write_pdf(document, STYLE).data == made.data
    with pikepdf.open(io.BytesIO(made.data)) as pdf:
        found = pdf.pages[0].Resources.XObject.P1
        shown = pikepdf.PdfImage(found).as_pil_image().convert("RGB")
    assert shown.size == measured(data).pixels


def _meta():
    from strategies import META

    return META


def test_nothing_tells_of_its_making() -> None:
    from PIL import Image as Pillow
    from PIL.PngImagePlugin import PngInfo

    told = PngInfo()
    told.add_text("Author", "Somebody")
    camera = Pillow.Exif()
    camera[0x010F] = "A camera of Somebody"
    for data in (
        png(pnginfo=told),
        png(exif=camera),
        jpeg(exif=camera),
        jpeg(comment=b"by Somebody"),
    ):
        assert b"Somebody" in data
        assert b"Somebody" not in measured(data).data


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no picture that is known"),
        (b"%PDF-1.7", "no picture that is known"),
        (b"BM" + bytes(60), "a BMP file"),
        (png((300, 300))[:-40], "damaged"),
        (png()[:8] + bytes(40), "damaged"),
        (jpeg((300, 300))[:200], "damaged"),
        (jpeg(mode="CMYK"), "CMYK"),
    ],
)
def test_what_no_brief_can_show(data: bytes, said: str) -> None:
    with pytest.raises(PictureError, match=said):
        measured(data)


def test_a_picture_that_would_fill_the_memory_is_refused_unread() -> None:
    head = png((10, 10))
    at = head.index(b"IHDR") + 4
    huge = head[:at] + (60_000).to_bytes(4, "big") * 2 + head[at + 8 :]
    crc = zlib.crc32(huge[at - 4 : at + 13]).to_bytes(4, "big")
    with pytest.raises(PictureError, match="more than 40,000,000 points"):
        measured(huge[: at + 13] + crc + huge[at + 17 :])


@pytest.mark.parametrize("kind", [png, jpeg])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_that_only_says_how_to_turn_it_is_turned(
    kind: Callable[..., bytes], orientation: int
) -> None:
    says = PIL.Image.Exif()
    says[0x0112] = orientation
    data = kind((60, 20), exif=says, dpi=(144, 144))
    found = measured(data)
    with PIL.Image.open(io.BytesIO(data)) as raw, PIL.Image.open(io.BytesIO(found.data)) as turned:
        upright = PIL.ImageOps.exif_transpose(raw)
        assert (found.pixels, found.width) == (upright.size, pytest.approx(upright.width / 2, 1e-3))
        assert turned.getexif() == {}
        apart = PIL.ImageChops.difference(upright, turned.convert(upright.mode))
    assert max(high for _, high in apart.getextrema()) <= (0 if kind is png else 16)
    assert measured(found.data).data == found.data
