"""The public API is a short list, and it is all that is visible."""

from __future__ import annotations

import importlib
import pkgutil
import tomllib
from pathlib import Path

import pytest

import briefing


def test_what_is_listed_is_what_is_visible() -> None:
    assert dir(briefing) == sorted(briefing.__all__)
    for name in briefing.__all__:
        thing = getattr(briefing, name)
        assert thing.__doc__, name
        assert thing.__module__.startswith("briefing."), name


def test_no_room_of_the_package_hides_a_name_of_the_api() -> None:
    rooms = {module.name for module in pkgutil.iter_modules(briefing.__path__)}
    assert not rooms & set(briefing.__all__)
    importlib.import_module("briefing.building")
    assert callable(briefing.build)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'bild'"):
        briefing.bild  # noqa: B018


def test_the_version_is_the_projects(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    assert briefing.__version__ == project["project"]["version"]


def test_the_errors_are_one_family() -> None:
    for error in (briefing.InputError, briefing.UsageError, briefing.MachineError):
        assert issubclass(error, briefing.BriefingError)
