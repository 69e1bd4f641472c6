"""Reading a house style: ``styles/NAME.yaml`` in one of several folders.

Beyond its form a style is checked for what hangs together: every kind of
paragraph, table, box and list that a document can hold has a look, every chain
names faces that exist, every look a family that exists.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from briefing.problems import Place, Problem
from briefing.source import SourceText, Tree, check, closest, compose
from briefing.style.model import Style

__all__ = ["REQUIRED", "find_style", "read_style", "style_names"]

REQUIRED = {
    "paragraphs": """
        body lead meta note imprint caption masthead-organization masthead-series masthead-meta
        classification title subtitle heading1 heading2 heading3 heading4 list quote code term
        definition table-head table-text callout-title callout-text contents-title contents1
        contents2 contents3 header footer footnote
    """,
    "characters": "strong emphasis link reference label muted missing analyst status number code",
    "tables": "summary data plain",
    "boxes": "key-messages implications note warning",
    "lists": "bullet plain recommendations sources",
}
"""The looks that every style must give, by section, parted by spaces."""


def style_names(search: Sequence[Path]) -> list[str]:
    """Return the names of all styles in the folders of ``search``, sorted."""
    return sorted({path.stem for folder in search for path in folder.glob("styles/*.yaml")})


def find_style(name: str, search: Sequence[Path]) -> Path | None:
    """Return the first ``styles/NAME.yaml`` in the folders of ``search``."""
    if name not in style_names(search):  # never a path that a name such as ../x makes
        return None
    paths = (folder / "styles" / f"{name}.yaml" for folder in search)
    return next((path for path in paths if path.is_file()), None)


def read_style(name: str, search: Sequence[Path]) -> tuple[Style | None, list[Problem]]:
    """Return the style called ``name``, or ``None``, and every problem found in it.

    ``search`` lists template folders, the first wins.  A face that is given by
    its ``file`` alone is looked for beside the style's own file; its path in
    the result is absolute.
    """
    path = find_style(name, search)
    if path is None:
        known = style_names(search)
        match = closest(name, known)
        hint = f"did you mean: {match}" if match else f"known: {', '.join(known)}"
        return None, [Problem("unknown-style", f"there is no style {name}", None, hint)]
    return _read(path)


def _read(path: Path) -> tuple[Style | None, list[Problem]]:
    source, problems = SourceText.read(path)
    if source is None:
        return None, problems
    trees, faults = compose(source)
    problems = [*problems, *faults]
    if not trees:
        if not faults:
            problems.append(Problem("empty-file", "the style is empty", Place(source.name)))
        return None, problems
    tree = trees[0]
    style, faults = check(Style, tree)
    problems += faults
    if style is not None:
        problems += _loose_ends(style, tree)
        style = _with_paths(style, path.parent)
    if any(problem.is_error for problem in problems):
        return None, problems
    return style, problems


def _with_paths(style: Style, folder: Path) -> Style:
    faces = {
        name: face
        if face.package or not face.file
        else face.model_copy(update={"file": str((folder / face.file).absolute())})
        for name, face in style.faces.items()
    }
    return style.model_copy(update={"faces": faces})


def _loose_ends(style: Style, tree: Tree) -> Iterator[Problem]:
    for section, names in REQUIRED.items():
        given = getattr(style, section)
        for name in names.split():
            if name not in given:
                yield Problem(
                    "missing-look",
                    f"{name} is missing in {section}",
                    tree.place((section,), key=True),
                    f"add {name}: …",
                )
    for name, given_face in style.faces.items():
        if not given_face.file and not given_face.system:
            message = f"the face {name} names no font"
            yield Problem("missing-look", message, tree.place(("faces", name)), "add file: …")
    if not style.words:
        message = "no language has words"
        yield Problem("missing-look", message, tree.place(("words",), key=True), "add en: …")
    for name, look in style.paragraphs.items():
        path = ("paragraphs", name, "family")
        yield from _known(look.family, style.families, "family", tree, path)
    for name, family in style.families.items():
        if "default" not in family.pdf:
            message = f"the family {name} has no default faces"
            place = tree.place(("families", name, "pdf"), key=True)
            yield Problem("missing-look", message, place, "add default: …")
        for language, chain in family.pdf.items():
            for variant in ("regular", "bold", "italic", "bold_italic"):
                at = ("families", name, "pdf", language, variant)
                for index, face in enumerate(getattr(chain, variant)):
                    yield from _known(face, style.faces, "face", tree, (*at, index))
    for index, face in enumerate(style.fallback):
        yield from _known(face, style.faces, "face", tree, ("fallback", index))


def _known(
    name: str, choices: Iterable[str], what: str, tree: Tree, path: Sequence[str | int]
) -> Iterator[Problem]:
    known = list(choices)
    if name in known:
        return
    match = closest(name, known)
    hint = f"did you mean: {match}" if match else f"known: {', '.join(known[:12])}"
    yield Problem(f"unknown-{what}", f"there is no {what} {name}", tree.place(path), hint)
