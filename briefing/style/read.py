"""Reading a house style: ``styles/NAME.yaml`` in one of several folders.

A style that names a ``base`` is laid over that style, map by map, before it is
checked; a list or a text stands for the whole of what the base says there.  Beyond its form a style is checked for what hangs together: every kind of
paragraph, table, box and list that a document can hold has a look, every chain
names faces that exist, every look a family that exists.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefing.problems import Place, Problem
from briefing.source import SourceText, Tree, check, closest, compose
from briefing.source.tree import Mapping, Node, Scalar
from briefing.style.model import Chain, Reference, Style

__all__ = ["REQUIRED", "find_style", "read_style", "style_files", "style_names"]

MAX_REFERENCE = 64 * 1024 * 1024
"""Most bytes that a company's Word file may have."""

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
    return next(_paths(name, search), None)


def _paths(name: str, search: Sequence[Path]) -> Iterator[Path]:
    if name in style_names(search):  # never a path that a name such as ../x makes
        paths = (folder / "styles" / f"{name}.yaml" for folder in search)
        yield from (path for path in paths if path.is_file())


def style_files(name: str, search: Sequence[Path]) -> list[Path]:
    """Return the files that a style is made of: its own, its bases', and a company's Word file.

    Of a style with faults, those that can be told.
    """
    path = find_style(name, search)
    if path is None:
        return []
    layer, _ = _read_layer(path, search, ())
    if layer is None:
        return [path]
    named = layer.plain("reference_docx")
    files = [*layer.files, *([Path(named)] if named else [])]
    return [file for file in files if file.is_file()]


def read_style(name: str, search: Sequence[Path]) -> tuple[Style | None, list[Problem]]:
    """Return the style called ``name``, or ``None``, and every problem found in it.

    ``search`` lists template folders, the first wins.  A face that is given by
    its ``file`` alone is looked for beside the style's own file; its path in
    the result is absolute.  A company's Word file is read, but not yet looked into.
    """
    path = find_style(name, search)
    if path is None:
        return None, [_unknown(name, search, None)]
    layer, problems = _read_layer(path, search, ())
    if layer is None:
        return None, problems
    style, faults = _checked(layer)
    problems += faults
    if style is not None and style.reference_docx is not None:
        reference, faults = _reference(style, layer)
        problems += faults
        style = style.referring(reference) if reference is not None else None
    if any(problem.is_error for problem in problems):
        return None, problems
    return style, problems


def _unknown(name: str, search: Sequence[Path], place: Place | None) -> Problem:
    known = style_names(search)
    match = closest(name, known)
    hint = f"did you mean: {match}" if match else f"known: {', '.join(known)}"
    return Problem("unknown-style", f"there is no style {name}", place, hint)


@dataclass(frozen=True, slots=True)
class _Layer:
    """A style's file, laid over those that it is based on; ``files`` are all of them.

    ``said`` are the keys, and the keys in these, of the file itself and of those between it
    and the one that names a company's file; ``accent`` is that of the style under these.
    """

    tree: Tree
    files: tuple[Path, ...]
    said: frozenset[tuple[str, ...]]
    accent: str | None = None

    def plain(self, key: str) -> str | None:
        """Return what the style says under a key, if that is a text."""
        value = self.tree.plain((key,)) if self.tree.has((key,)) else None
        return value if isinstance(value, str) else None


def _read_layer(
    path: Path, search: Sequence[Path], above: tuple[Path, ...]
) -> tuple[_Layer | None, list[Problem]]:
    """Read a style's file and its bases; ``above`` are the files that are based on it."""
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
    layer = _Layer(tree, (path,), _said(tree))
    _anchor(tree, path.parent)
    name = layer.plain("base")
    if name is None and tree.has(("base",)):
        message = "the name of one style is needed here"
        place = tree.place(("base",))
        return None, [*problems, Problem("wrong-type", message, place, "base: modern")]
    if name is None or not isinstance(tree.root, Mapping):
        return layer, problems
    # A style may stand in for the built-in one of its name, and be based on that.
    taken = (*above, path)
    found = next((one for one in _paths(name, search) if one not in taken), None)
    if found is None:
        place = tree.place(("base",))
        if find_style(name, search) is None:
            return None, [*problems, _unknown(name, search, place)]
        message = f"{name} is based on this style itself"
        return None, [*problems, Problem("base-in-a-circle", message, place, "base: modern")]
    base, more = _read_layer(found, search, taken)
    if base is not None:
        more += _checked(base)[1]
    problems += more
    if base is None or any(problem.is_error for problem in more):
        return None, problems
    assert isinstance(base.tree.root, Mapping)
    merged = _laid_over(tree.root, base.tree.root)
    if "name" not in tree.root.items:
        _put(merged, "name", path.stem)
    if "description" not in tree.root.items:
        merged.items.pop("description", None)
    said, accent = layer.said, base.plain("accent")
    if base.plain("reference_docx"):
        said, accent = said | base.said, base.accent
    return _Layer(Tree(merged, tree.source), (path, *base.files), said, accent), problems


def _said(tree: Tree) -> frozenset[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for key, (_, value) in tree.root.items.items() if isinstance(tree.root, Mapping) else ():
        found.add((key,))
        found |= {(key, inner) for inner in (value.items if isinstance(value, Mapping) else ())}
    return frozenset(found)


def _laid_over(own: Mapping, base: Mapping) -> Mapping:
    merged = Mapping(own.line, own.column, own.width)
    merged.items = dict(base.items)
    for key, (place, value) in own.items.items():
        under = base.items.get(key)
        if under is not None and isinstance(value, Mapping) and isinstance(under[1], Mapping):
            value = _laid_over(value, under[1])  # noqa: PLW2901 – the same entry, completed
        merged.items[key] = (place, value)
    return merged


def _put(mapping: Mapping, key: str, value: str) -> None:
    at = (mapping.line, mapping.column, mapping.width)
    mapping.items[key] = (Scalar(key, *at), Scalar(value, *at))


def _anchor(tree: Tree, folder: Path) -> None:
    """Make the paths that a style names absolute: they stand beside its own file."""
    if tree.has(("reference_docx",)):
        _set_path(tree.node(("reference_docx",)), folder)
    faces = tree.node(("faces",))
    for name in faces.items if isinstance(faces, Mapping) else ():
        if tree.has(("faces", name, "file")) and not tree.has(("faces", name, "package")):
            _set_path(tree.node(("faces", name, "file")), folder)


def _set_path(node: Node, folder: Path) -> None:
    if isinstance(node, Scalar) and isinstance(node.value, str) and node.value:
        node.value = str((folder / node.value).absolute())


def _checked(layer: _Layer) -> tuple[Style | None, list[Problem]]:
    style, problems = check(Style, layer.tree)
    if style is None:
        return None, problems
    return style, [*problems, *_loose_ends(style, layer.tree)]


def _reference(style: Style, layer: _Layer) -> tuple[Reference | None, list[Problem]]:
    """Read the Word file that a style names."""
    path = Path(style.reference_docx or "")
    tree = layer.tree
    place = tree.place(("reference_docx",))
    try:
        if path.stat().st_size > MAX_REFERENCE:
            message = f"{path.name} is larger than 64 MB"
            return None, [Problem("too-large", message, place, "save it without large pictures")]
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it cannot be read"
        near = [one.name for one in sorted(path.parent.glob("*.do[ct][xmt]"))]
        match = closest(path.name, near)
        hint = f"did you mean: {match}" if match else "it stands beside the style's own file"
        message = f"there is no file {path.name} here"
        if isinstance(error, OSError) and path.exists():
            message = f"{path.name}: {reason}"
        return None, [Problem("no-reference-file", message, place, hint)]
    places = {
        key: (
            tree.place(("reference_styles", key), key=True),
            tree.place(("reference_styles", key)),
        )
        for key in style.reference_styles
    }
    accent = layer.accent or style.accent
    return Reference(
        _shown(path), data, place, style.reference_styles, places, layer.said, accent
    ), []


def _shown(path: Path) -> str:
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.name


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
    if style.reference_styles and style.reference_docx is None:
        message = "styles of a file are named, but not the file"
        place = tree.place(("reference_styles",), key=True)
        yield Problem("no-reference-file", message, place, "add reference_docx: letterhead.dotx")
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
            yield from _chain(chain, style, tree, ("families", name, "pdf", language))
    for kind, chains in style.typefaces.items():
        for language, chain in chains.items():
            yield from _chain(chain, style, tree, ("typefaces", kind, language))
    for index, face in enumerate(style.fallback):
        yield from _known(face, style.faces, "face", tree, ("fallback", index))


def _chain(chain: Chain, style: Style, tree: Tree, at: tuple[str, ...]) -> Iterator[Problem]:
    for variant in ("regular", "bold", "italic", "bold_italic"):
        for index, face in enumerate(getattr(chain, variant)):
            yield from _known(face, style.faces, "face", tree, (*at, variant, index))


def _known(
    name: str, choices: Iterable[str], what: str, tree: Tree, path: Sequence[str | int]
) -> Iterator[Problem]:
    known = list(choices)
    if name in known:
        return
    match = closest(name, known)
    hint = f"did you mean: {match}" if match else f"known: {', '.join(known[:12])}"
    yield Problem(f"unknown-{what}", f"there is no {what} {name}", tree.place(path), hint)
