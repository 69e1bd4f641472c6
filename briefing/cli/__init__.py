"""The command line: thin, and the only room that prints.

Exit codes: 0 done; 1 problems in the input (records, templates, plan, styles);
2 wrong usage; 3 the machine failed (disk, permissions, fonts); 70 a bug of the
program, with a traceback; 130 interrupted; 141 nobody read the output.
"""

from briefing.cli.app import run

__all__ = ["run"]
