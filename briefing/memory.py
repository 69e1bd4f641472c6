"""Pausing the search for garbage while many values are made that live on."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["collector_paused"]


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause Python's cyclic garbage collector, if it is on.

    A writer makes some hundred thousand small values and keeps nearly all of
    them until it is done: looking through them again and again for cycles that
    are not there takes a third of its time.  What is no longer referred to is
    freed as always.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
