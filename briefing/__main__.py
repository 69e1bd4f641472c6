"""``python -m briefing``, and what the command ``briefing`` starts."""

from __future__ import annotations

import sys

__all__ = ["main"]


def main() -> None:
    """Run the command line and leave the process with its exit code."""
    try:
        from briefing.cli import run

        code = run()
    except KeyboardInterrupt:  # before a command began
        code = 130
    sys.exit(code)


if __name__ == "__main__":
    main()
