"""The words of a PDF's pages without running header and footer, through poppler."""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path

from briefing.style.model import Style

POINTS = 72 / 25.4


def pdf_words(data: bytes, style: Style) -> str:
    """Return the text inside the margins in the order in which it is drawn, white space removed."""
    page = style.page
    left, top = int(page.left_mm * POINTS) - 4, int(page.top_mm * POINTS) - 3
    width = int((page.width_mm - page.left_mm - page.right_mm) * POINTS) + 8
    height = int((page.height_mm - page.top_mm - page.bottom_mm) * POINTS) + 6
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "brief.pdf")
        file.write_bytes(data)
        area = [f"-{name}" for name in "xyWH"]
        sizes = map(str, (left, top, width, height))
        crop = [part for pair in zip(area, sizes, strict=True) for part in pair]
        command = ["pdftotext", "-raw", "-r", "72", *crop, str(file), "-"]
        text = subprocess.run(command, check=True, capture_output=True).stdout.decode()
    return bare(text)


def bare(text: str) -> str:
    """Return text without white space, soft hyphens and the direction marks that poppler adds."""
    return re.sub(r"\s+|[\u00ad\u202a-\u202e\u2060\u200b]", "", text)
