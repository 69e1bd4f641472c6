"""`samples/` is what `briefing build seeds` makes, byte for byte."""

from __future__ import annotations

from pathlib import Path

import briefing


def test_the_samples_are_what_the_seeds_make(root: Path, tmp_path: Path) -> None:
    briefing.build(root / "seeds", out=tmp_path / "samples", jobs=None)
    built = {path.name: path.read_bytes() for path in (tmp_path / "samples").iterdir()}
    kept = {path.name: path.read_bytes() for path in (root / "samples").iterdir()}
    assert sorted(built) == sorted(kept)
    different = [name for name, data in sorted(built.items()) if kept[name] != data]
    assert different == [], "run `make brief`, look at the files, and keep them if they are right"
