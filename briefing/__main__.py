"""``python -m briefing``, and what the command ``briefing`` starts."""

from __future__ import annotations

import gc
import sys

__all__ = ["main"]


def main() -> None:
    """Run the command line and leave the process with its exit code."""
    # A run makes many values that live to its end: looking through them for
    # garbage again and again costs a third of the time of ten thousand records.
    gc.set_threshold(200_000, 50, 100)
    try:
        from briefing.cli import run

        code = run()
    except KeyboardInterrupt:  # before a command began
        code = 130
    sys.exit(code)


if __name__ == "__main__":
    main()
