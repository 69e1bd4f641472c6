"""What validators say of our DOCX: nothing.

Microsoft's own (Open XML SDK) and openxml-audit know the schemas and much of what Word
asks for besides; ``tests/docx/ooxml_checks.py`` knows what neither of them looks at.
"""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from ooxml_checks import faults
from outputs import outputs
from sample_briefs import everything, modern

from briefing.docx import write

AUDIT = "openxml-audit"
MICROSOFT = "ooxml-validator"


def broken(old: bytes, new: bytes) -> bytes:
    """Return a file of ours in which one piece of the body's markup was replaced."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(write(everything(), modern()))) as source,
        zipfile.ZipFile(out, "w") as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                assert old in content
                content = content.replace(old, new, 1)
            target.writestr(name, content)
    return out.getvalue()


def microsoft(files: Iterable[tuple[str, bytes]], folder: Path) -> dict[str, list[str]]:
    """Return what the Open XML SDK's validator finds, by file."""
    found = shutil.which(MICROSOFT) or str(Path(sys.executable).with_name(MICROSOFT))

    def validate(file: tuple[str, bytes]) -> tuple[str, list[str]]:
        path = folder / f"{file[0]}.docx"
        path.write_bytes(file[1])
        run = subprocess.run(
            [found, str(path), "Microsoft365"], capture_output=True, text=True, check=False
        )
        errors = json.loads(run.stdout)["errors"]
        return file[0], [f"{one['path']} {one['xPath']}: {one['description']}" for one in errors]

    with ThreadPoolExecutor(2) as pool:
        return dict(pool.map(validate, files))


def audit(files: Iterable[tuple[str, bytes]], folder: Path) -> dict[str, list[str]]:
    """Return what openxml-audit finds, by file."""
    from openxml_audit import FileFormat, OpenXmlValidator

    found = {}
    for name, data in files:
        path = folder / "audited.docx"
        path.write_bytes(data)
        # A validator of its own for each: it remembers the notes of the file before.
        errors = OpenXmlValidator(FileFormat.MICROSOFT_365).validate(path).errors
        found[name] = [
            f"{one.part_uri} {one.path}: {one.description}"
            for one in errors
            # numId 0 takes a paragraph out of its style's list (17.9.18): it is no list.
            if one.description != "Numbering definition '0' referenced but not found"
        ]
    return found


def ours() -> dict[str, bytes]:
    """Return the files of which every part is ours."""
    return {name: data for name, data in outputs().items() if "Word template" not in name}


def test_our_own_checks_find_nothing():
    assert {name: found for name, data in ours().items() if (found := faults(data))} == {}


@pytest.mark.tool(MICROSOFT)
def test_microsoft_s_validator_finds_nothing(tmp_path: Path):
    found = microsoft(outputs().items(), tmp_path)
    assert {name: errors for name, errors in found.items() if errors} == {}


@pytest.mark.tool(MICROSOFT)
def test_microsoft_s_validator_would_find_something(tmp_path: Path):
    bad = broken(b"<w:pPr><w:pStyle ", b"<w:pPr><w:jc w:val='middle'/><w:pStyle ")
    (errors,) = microsoft([("bad", bad)], tmp_path).values()
    assert len(errors) == 2  # the value, and its place before the style


@pytest.mark.tool(AUDIT)
def test_openxml_audit_finds_nothing(tmp_path: Path):
    found = audit(ours().items(), tmp_path)
    assert {name: errors for name, errors in found.items() if errors} == {}


@pytest.mark.tool(AUDIT)
def test_openxml_audit_would_find_something(tmp_path: Path):
    bad = broken(b'<w:footnoteReference w:id="1"/>', b'<w:footnoteReference w:id="7"/>')
    (errors,) = audit([("bad", bad)], tmp_path).values()
    assert errors
