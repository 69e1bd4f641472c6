"""The fonts of our Chinese pages in a folder, for programs that take folders of fonts.

The regular face is the file that we use.  The bold one is a variable font, which
not every program can set at a given weight, so an instance is made of it, once.
"""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

REGULAR = ("Noto Sans SC", "regular.otf")
BOLD = ("Noto Sans CJK SC", "bold.otf")
BOLD_WEIGHT = 650


def make_fonts(folder: Path) -> Path:
    """Put both faces into ``folder`` and return it."""
    import uharfbuzz as hb

    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(_file("pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf"), folder / REGULAR[1])
    face = hb.Face(hb.Blob.from_file_path(_file("manimgx_fonts_cjk", "NotoSansCJK-VF.otf.ttc")), 2)
    wish = hb.SubsetInput()
    wish.keep_everything()
    wish.pin_axis_location(face, "wght", BOLD_WEIGHT)
    wish.flags |= hb.SubsetFlags.DOWNGRADE_CFF2
    (folder / BOLD[1]).write_bytes(hb.subset(face, wish).blob.data)
    return folder


def _file(package: str, name: str) -> str:
    spec = importlib.util.find_spec(package)
    assert spec is not None
    assert spec.submodule_search_locations is not None
    return str(Path(next(iter(spec.submodule_search_locations)), name))
