"""Fonts: by package, by file, by the machine's name; what is missing is said."""

from __future__ import annotations

import importlib.util
import io
from pathlib import Path

import pikepdf
import pytest
from setting import document, modern, paragraph

from briefing.pdf import system
from briefing.pdf.writer import write
from briefing.problems import MachineError
from briefing.style.model import Face, Style


def package(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    assert spec is not None
    return Path(next(iter(spec.submodule_search_locations or [])))


def with_face(**changes: object) -> Style:
    faces = {**modern().faces, "sans-sc": Face(**changes)}
    return modern().model_copy(update={"faces": faces})


def fonts(style: Style, text: str = "国家") -> set[str]:
    pdf = pikepdf.open(io.BytesIO(write(document(paragraph(text)), style).data))
    return {str(font.BaseFont) for page in pdf.pages for font in page.Resources.Font.values()}


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with one folder of fonts: a serif face and a file that is no font."""
    folder = tmp_path / "fonts" / "deep"
    folder.mkdir(parents=True)
    serif = package("pylopdf_fonts_zh_cn") / "NotoSerifSC-Regular.otf"
    (folder / "serif.otf").symlink_to(serif)
    (folder / "broken.ttf").write_bytes(b"no font")
    monkeypatch.setattr(system, "folders", lambda: (tmp_path / "fonts", tmp_path / "none"))
    return folder


@pytest.mark.parametrize("name", ["Noto Serif SC", "noto serif sc"])
def test_a_font_of_the_machine_is_found_by_its_names(machine: Path, name: str) -> None:
    assert system.find(("No Such Font", name)) == (machine / "serif.otf", 0)


def test_a_named_font_is_taken_where_the_machine_has_it(machine: Path) -> None:
    assert machine
    package_face = modern().faces["sans-sc"].model_dump()
    named = with_face(**{**package_face, "system": ("Noto Serif SC",)})
    missing = with_face(**{**package_face, "system": ("No Such Font",)})
    plain = write(document(paragraph("国家")), modern()).data
    assert write(document(paragraph("国家")), named).data != plain
    assert write(document(paragraph("国家")), missing).data == plain


def test_a_named_font_without_another_must_be_there(machine: Path) -> None:
    assert machine
    with pytest.raises(MachineError, match="no font called No Such Font"):
        write(document(paragraph("国家")), with_face(system=("No Such Font",)))


def test_a_font_may_be_a_file_and_a_collections_index() -> None:
    file = str(package("manimgx_fonts_cjk") / "NotoSansCJK-VF.otf.ttc")
    light = with_face(file=file, index=2, axes={"wght": 200})
    heavy = with_face(file=file, index=2, axes={"wght": 800})
    assert fonts(light) != fonts(heavy)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"package": "no_such_package", "file": "a.otf"}, "no_such_package is not installed"),
        ({"file": "/nowhere/a.otf"}, "a.otf of face sans-sc cannot be read"),
        ({"package": "pylopdf_fonts_zh_cn", "file": "NotoSansSC-Regular.otf", "size": 7}, "not 7"),
    ],
)
def test_a_font_that_cannot_be_used_is_said(changes: dict[str, object], said: str) -> None:
    with pytest.raises(MachineError, match=said):
        write(document(paragraph("国家")), with_face(**changes))
