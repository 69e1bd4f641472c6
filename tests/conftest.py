"""What tests of several rooms share."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import office as driver
import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent

settings.register_profile("briefing", deadline=None, max_examples=60, derandomize=True)
settings.load_profile("briefing")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "tool(name): needs a program that is no Python package")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose tool is missing, except in CI, where all tools are installed."""
    for mark in item.iter_markers("tool"):
        for name in mark.args:
            if shutil.which(name) is None and not Path(sys.executable).with_name(name).is_file():
                _without(f"{name} is not installed")


def _without(reason: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(f"{reason}, and in CI it must be")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def _libreoffice() -> Iterator[driver.Office]:
    session = driver.Office()
    yield session
    session.close()


@pytest.fixture
def office(_libreoffice: driver.Office) -> driver.Office:
    """A headless LibreOffice that edits files as people do: see tests/office/office.py."""
    reason = driver.missing()
    if reason is not None:
        _without(reason)
    return _libreoffice


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project: where pyproject.toml stands."""
    return ROOT


@pytest.fixture(scope="session")
def python() -> str:
    """The Python that runs the tests, for tests that start a process."""
    return sys.executable
