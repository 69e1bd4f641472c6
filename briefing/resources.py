"""Where the files that come with the program are: templates and house styles.

In a checkout (also an editable install) they stand in ``templates/`` beside
the package; in a wheel they are inside it, as ``briefing/_templates``.
"""

from __future__ import annotations

from pathlib import Path

__all__ = ["templates_folder"]

PACKAGE = Path(__file__).resolve().parent


def templates_folder() -> Path:
    """Return the folder of the built-in templates; ``styles/`` is inside it.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    for folder in (PACKAGE / "_templates", PACKAGE.parent / "templates"):
        if (folder / "styles").is_dir():
            return folder
    raise FileNotFoundError(
        f"the built-in templates are missing beside {PACKAGE}; install the program again"
    )
