"""The built-in templates are found in a checkout and in a wheel."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing import resources


def test_a_checkout_has_them_beside_the_package(root: Path) -> None:
    assert resources.templates_folder() == root / "templates"


@pytest.mark.parametrize("inside", ["site/briefing/_templates", "site/templates"])
def test_both_places_are_looked_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inside: str
) -> None:
    (tmp_path / inside / "styles").mkdir(parents=True)
    monkeypatch.setattr(resources, "PACKAGE", tmp_path / "site/briefing")
    assert resources.templates_folder() == tmp_path / inside


def test_an_incomplete_installation_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resources, "PACKAGE", tmp_path / "briefing")
    with pytest.raises(FileNotFoundError, match="install the program again"):
        resources.templates_folder()
