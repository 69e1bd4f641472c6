"""Records inside a PDF: they can be taken out and built from again."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pikepdf

import briefing


def test_attached_records_build_the_same_brief_again(root: Path, tmp_path: Path) -> None:
    options = {"only": ["sector-telecom"], "languages": ["zh"]}
    briefing.build(root / "seeds", out=tmp_path / "one", attach_records=True, **options)
    data = (tmp_path / "one" / "sector-telecom-zh.pdf").read_bytes()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert list(pdf.attachments) == ["records.json"]
        records = pdf.attachments["records.json"].get_file().read_bytes()
        assert pdf.Root.AF[0].AFRelationship == "/Source"
        with pdf.open_metadata() as metadata:
            assert metadata["pdfaid:part"] == "3"
            assert metadata["pdfaid:conformance"] == "A"

    again = tmp_path / "seeds"
    shutil.copytree(root / "seeds", again)
    shutil.rmtree(again / "records")
    (again / "records").mkdir()
    (again / "records" / "records.json").write_bytes(records)
    plan = (again / "briefing.yaml").read_text("utf-8")
    (again / "briefing.yaml").write_text(plan.replace("records/*.yaml", "records/*.json"), "utf-8")
    briefing.build(again, out=tmp_path / "two", attach_records=True, **options)
    assert (tmp_path / "two" / "sector-telecom-zh.pdf").read_bytes() == data


def test_records_are_attached_only_when_asked_for(root: Path) -> None:
    data = briefing.render(root / "seeds", "digest", language="en").data
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.attachments) == 0
