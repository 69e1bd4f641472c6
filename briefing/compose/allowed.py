"""What a template may be made of: an allow-list over the parsed template.

Jinja2's own sandbox is the second fence, not the first: nothing that is not on
the lists below is compiled at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jinja2 import nodes

from briefing.compose.components import SIGNATURES
from briefing.source import closest

__all__ = ["DEEPEST", "FILTERS", "LOOP", "NAME", "TESTS", "Fault", "faults"]

NAME = re.compile(r"_?[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
"""What a template may be called: a file name without its ending, never a path."""

ALLOWED = frozenset(
    [
        "Template", "Output", "TemplateData", "Name", "Const", "List", "Tuple", "Getattr",
        "Getitem", "Filter", "Test", "Compare", "Operand", "And", "Or", "Not", "CondExpr", "For",
        "If", "Assign", "AssignBlock", "Macro", "Call", "CallBlock", "Keyword", "Concat", "Add",
        "Sub", "Neg", "Import", "FromImport", "Block", "Extends", "Include", "With",
    ]
)  # fmt: skip

FILTERS = frozenset(
    [
        "abs", "capitalize", "count", "d", "default", "first", "groupby", "int", "join", "last",
        "length", "list", "listed", "lower", "map", "max", "min", "reject", "rejectattr",
        "replace", "reverse", "round", "select", "selectattr", "sort", "string", "sum", "title",
        "trim", "truncate", "unique", "upper",
    ]
)  # fmt: skip

TESTS = frozenset(
    [
        "defined", "undefined", "none", "true", "false", "boolean", "equalto", "eq", "ne", "lt",
        "le", "gt", "ge", "sameas", "string", "number", "in", "odd", "even", "divisibleby",
    ]
)  # fmt: skip

LOOP = frozenset(
    ["index", "index0", "revindex", "revindex0", "first", "last", "length", "previtem", "nextitem"]
)
"""What a template may read of ``loop``."""

DEEPEST = 16
"""How deep loops, conditions and macros may stand in one another."""

WRITTEN = {
    "Mul": "*",
    "Pow": "**",
    "Mod": "%",
    "Div": "/",
    "FloorDiv": "//",
    "Pos": "+",
    "Slice": "a slice [a:b]",
    "Dict": "a map {…}",
    "FilterBlock": "{% filter %}",
    "ScopedEvalContextModifier": "{% autoescape %}",
    "NSRef": "setting a field",
}
HINTS = {
    **dict.fromkeys(["Mul", "Pow", "Mod", "Div", "FloorDiv"], "of arithmetic, only + and - are"),
    "Slice": "loop with a condition: {% if loop.index <= 3 %}",
    "FilterBlock": "filter the values where they are printed",
    "ScopedEvalContextModifier": "values are always safe; leave it out",
}
OWN = frozenset(["_callout"])
STATEMENTS = (nodes.For, nodes.If, nodes.Macro, nodes.CallBlock, nodes.With, nodes.Block)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not allowed: its line, the word to underline, and what to say."""

    line: int
    word: str
    code: str
    message: str
    hint: str | None = None


def faults(tree: nodes.Template) -> Iterator[Fault]:
    """Yield everything in a parsed template that is not on the lists."""
    known = {*SIGNATURES, *OWN, "caller"}
    known |= {macro.name for macro in tree.find_all(nodes.Macro)}
    modules = {found.target for found in tree.find_all(nodes.Import)}
    for found in tree.find_all(nodes.FromImport):
        known |= {name if isinstance(name, str) else name[1] for name in found.names}
    called = frozenset(id(call.node) for call in tree.find_all(nodes.Call))
    for node, depth in _all(tree, 0):
        if depth > DEEPEST:
            message = f"loops and conditions stand more than {DEEPEST} deep in one another"
            yield Fault(node.lineno, "", "template-too-deep", message, "split it into macros")
            return
        yield from _fault(node, known, modules, called)


def _fault(
    node: nodes.Node, known: set[str], modules: set[str], called: frozenset[int]
) -> Iterator[Fault]:
    kind = type(node).__name__
    line = node.lineno
    if kind not in ALLOWED:
        what = WRITTEN.get(kind, kind)
        word = what if len(what) <= 2 else ""
        yield _forbidden(line, word, f"{what} is not allowed in a template", HINTS.get(kind))
    match node:
        case nodes.Name():
            if node.name.startswith("_") and node.name not in OWN:
                yield _private(line, node.name)
            elif node.name in SIGNATURES and node.ctx == "load" and id(node) not in called:
                message = f"{node.name} is a component and must be called"
                yield Fault(line, node.name, "component-call", message, f"write {node.name}(…)")
            elif node.name in SIGNATURES and node.ctx != "load":
                message = f"{node.name} is the name of a component"
                yield Fault(line, node.name, "reserved-name", message, "choose another name")
        case nodes.Getattr(attr=str(name)) if name.startswith("_"):
            yield _private(line, name)
        case nodes.Getitem(arg=nodes.Const(value=str(name))) if name.startswith("_"):
            yield _private(line, name)
        case nodes.Macro() if node.name in SIGNATURES or node.name.startswith("_"):
            message = f"{node.name} cannot be the name of a macro"
            yield Fault(line, node.name, "reserved-name", message, "choose another name")
        case nodes.Filter() if node.name not in FILTERS:
            message = f"there is no filter {node.name}"
            yield Fault(line, node.name, "unknown-filter", message, _hint(node.name, FILTERS))
        case nodes.Test() if node.name not in TESTS:
            message = f"there is no test {node.name}"
            yield Fault(line, node.name, "unknown-test", message, _hint(node.name, TESTS))
        case nodes.AssignBlock() if node.filter is not None:
            message = "a filter on {% set %} … {% endset %} is not allowed"
            yield _forbidden(line, "", message, "filter the values where they are printed")
        case nodes.Import() | nodes.FromImport() | nodes.Include() | nodes.Extends():
            yield from _neighbour(node)
        case nodes.Call():
            yield from _call(node, known, modules)
        case _:
            pass


def _call(node: nodes.Call, known: set[str], modules: set[str]) -> Iterator[Fault]:
    target, line = node.node, node.lineno
    name = ""
    if isinstance(target, nodes.Name):
        name = target.name
        if name not in known:
            shown = sorted(known - OWN - {"caller"})
            message = f"there is no component or macro {name}"
            yield Fault(line, name, "unknown-component", message, _hint(name, shown))
    elif isinstance(target, nodes.Getattr):
        name = target.attr
        if not (isinstance(target.node, nodes.Name) and target.node.name in modules):
            message = f"{name}() cannot be called: only components and macros can"
            hint = f"use a filter: {{{{ … | {name} }}}}" if name in FILTERS else None
            yield _forbidden(line, name, message, hint)
    else:
        yield _forbidden(line, "", "only components and macros can be called")
    if node.dyn_args is not None or node.dyn_kwargs is not None:
        yield _forbidden(line, name, "* and ** are not allowed in a call")


def _neighbour(
    node: nodes.Import | nodes.FromImport | nodes.Include | nodes.Extends,
) -> Iterator[Fault]:
    name = node.template.value if isinstance(node.template, nodes.Const) else None
    if not isinstance(name, str):
        message = "the name of the other template must be written out"
        yield _forbidden(node.lineno, "", message, 'such as {% import "_parts" as parts %}')
    elif not NAME.fullmatch(name):
        message = "a template is named without a path"
        yield _forbidden(node.lineno, name, message, "it must stand in a folder of templates")


def _forbidden(line: int, word: str, message: str, hint: str | None = None) -> Fault:
    return Fault(line, word, "template-forbidden", message, hint)


def _private(line: int, name: str) -> Fault:
    return _forbidden(line, name, f"{name}: names that begin with _ are not allowed")


def _all(node: nodes.Node, depth: int) -> Iterator[tuple[nodes.Node, int]]:
    yield node, depth
    inner = depth + isinstance(node, STATEMENTS)
    for child in node.iter_child_nodes():
        yield from _all(child, inner)


def _hint(word: str, known: Iterable[str]) -> str:
    choices = sorted(known)
    match = closest(word, choices)
    return f"did you mean: {match}" if match else f"known here: {', '.join(choices)}"
