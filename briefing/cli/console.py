"""Standard output and error as they really are: terminals, pipes, narrow encodings.

Data goes to standard output, everything else to standard error.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TextIO

from briefing.problems import InputError, MachineError, UsageError, visible

__all__ = ["columns", "in_colour", "is_terminal", "print_error", "print_out", "run"]

DONE, PROBLEMS, USAGE, MACHINE, BUG, INTERRUPTED, PIPE = 0, 1, 2, 3, 70, 130, 141


def run(command: Callable[[], object]) -> int:
    """Run a command and turn whatever ends it into an exit code."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:  # characters that the terminal's encoding lacks: \uXXXX
            reconfigure(errors="backslashreplace")
    code = _run(command)
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        return _unheard()
    return code


def _run(command: Callable[[], object]) -> int:
    try:
        command()
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else int(done.code is not None)
    except InputError as error:
        from briefing.cli.report import format_problems, summary

        print_error(
            format_problems(error.problems, colour=in_colour(sys.stderr), columns=columns())
        )
        print_error(summary(error.problems))
        return PROBLEMS
    except UsageError as error:
        print_error(f"briefing: {visible(str(error))}")
        return USAGE
    except MachineError as error:
        print_error(f"briefing: {visible(str(error))}")
        return MACHINE
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception:  # noqa: BLE001 – said to be a bug, traceback and all
        import traceback

        traceback.print_exc()
        print_error(
            "briefing: this is a bug of the program, not of your files; "
            "please report it with the lines above"
        )
        return BUG
    return DONE


def print_out(text: str) -> None:
    """Print data; when nobody listens any more (``briefing list | head -1``), end quietly."""
    try:
        print(text)  # noqa: T201 – the room that prints
    except BrokenPipeError:
        raise SystemExit(_unheard()) from None


def _unheard() -> int:
    """Send what is still buffered nowhere: Python would complain about it at its exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return PIPE


def print_error(text: str) -> None:
    """Print what is no data."""
    print(text, file=sys.stderr)  # noqa: T201 – the room that prints


def is_terminal(stream: TextIO) -> bool:
    """Whether a person is watching."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def in_colour(stream: TextIO) -> bool:
    """Whether colour is welcome (https://no-color.org)."""
    return is_terminal(stream) and not os.environ.get("NO_COLOR")


def columns() -> int:
    """Return how wide the terminal is; a fair width where there is none."""
    import shutil

    return min(shutil.get_terminal_size((100, 24)).columns, 160)
