"""Where templates run: an allow-list over the parsed template, frozen data, bounds.

Jinja2's own sandbox is the second fence, not the first.  Nothing that is not on
the lists below is compiled at all, attributes resolve only to declared fields
of views, and loops and output are counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from jinja2 import StrictUndefined, Undefined, nodes
from jinja2.ext import Extension
from jinja2.parser import Parser
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from briefing.compose.components import SIGNATURES, MisuseError
from briefing.compose.values import TooMuch, current
from briefing.compose.views import View

__all__ = ["FILTERS", "TESTS", "Sandbox", "faults"]

ALLOWED: frozenset[str] = frozenset(
    [
        "Template",
        "Output",
        "TemplateData",
        "Name",
        "Const",
        "List",
        "Tuple",
        "Dict",
        "Pair",
        "Getattr",
        "Getitem",
        "Filter",
        "Test",
        "Compare",
        "Operand",
        "And",
        "Or",
        "Not",
        "CondExpr",
        "For",
        "If",
        "Assign",
        "AssignBlock",
        "Macro",
        "Call",
        "CallBlock",
        "Keyword",
        "Concat",
        "Add",
        "Sub",
        "Neg",
        "Import",
        "FromImport",
        "Block",
        "Extends",
        "Include",
        "ScopedEvalContextModifier",
        "Scope",
        "With",
        "EvalContextModifier",
        "MarkSafe",
        "ExtensionAttribute",
        "NSRef",
    ]
)
FILTERS = frozenset(
    [
        "abs",
        "capitalize",
        "default",
        "d",
        "first",
        "groupby",
        "int",
        "join",
        "last",
        "length",
        "count",
        "list",
        "lower",
        "map",
        "max",
        "min",
        "reject",
        "rejectattr",
        "replace",
        "reverse",
        "round",
        "select",
        "selectattr",
        "sort",
        "string",
        "sum",
        "title",
        "trim",
        "truncate",
        "unique",
        "upper",
    ]
)
TESTS = frozenset(
    [
        "defined",
        "undefined",
        "none",
        "true",
        "false",
        "equalto",
        "eq",
        "ne",
        "lt",
        "le",
        "gt",
        "ge",
        "sameas",
        "string",
        "number",
        "in",
        "odd",
        "even",
        "divisibleby",
        "mapping",
        "iterable",
        "sequence",
    ]
)
LOOP = frozenset(
    ["index", "index0", "revindex", "revindex0", "first", "last", "length", "previtem", "nextitem"]
)
LONGEST = 1_000_000
HINTS = {
    "Mul": "only + and - are allowed",
    "Pow": "only + and - are allowed",
    "Mod": "only + and - are allowed",
    "Div": "only + and - are allowed",
    "FloorDiv": "only + and - are allowed",
}


class CalloutTag(Extension):
    """The block tag ``{% callout "note", title=… %} … {% endcallout %}``."""

    tags = {"callout"}  # noqa: RUF012 – Jinja2's protocol

    def parse(self, parser: Parser) -> nodes.Node:
        """Read the tag as a call of ``_callout`` around its body."""
        line = next(parser.stream).lineno
        role = parser.parse_expression()
        title: nodes.Expr = nodes.Const("", lineno=line)
        if parser.stream.skip_if("comma"):
            if parser.stream.current.test("name:title") and parser.stream.look().test("assign"):
                parser.stream.skip(2)
            title = parser.parse_expression()
        body = parser.parse_statements(("name:endcallout",), drop_needle=True)
        call = nodes.Call(
            nodes.Name("_callout", "load", lineno=line), [role, title], [], None, None, lineno=line
        )
        return nodes.CallBlock(call, [], [], body, lineno=line)


def finalize(value: Any) -> Any:
    """Return what a printed value leaves in the Markdown: a token, never its characters."""
    ledger = current.get()
    if isinstance(value, Markup):
        ledger.count(len(value))
        return value
    if isinstance(value, Undefined):
        str(value)  # raises, naming what is undefined
    if value is None:
        return Markup("")
    if isinstance(value, bool):
        raise MisuseError("true or false cannot be printed; use {% if … %}")
    if isinstance(value, int | float):
        return ledger.inline(f"{value:g}" if isinstance(value, float) else str(value))
    if isinstance(value, str):
        ledger.count(len(value))
        return ledger.inline(value) if value else Markup("")
    what = (
        value.kind
        if isinstance(value, View)
        else "a list"
        if isinstance(value, tuple | list)
        else "this"
    )
    raise MisuseError(f"{what} cannot be printed; print one of its fields, or loop over it")


class Sandbox(ImmutableSandboxedEnvironment):
    """The environment of all templates; the state of a rendering is in its ledger."""

    def __init__(self, loader: Any = None) -> None:
        super().__init__(
            undefined=StrictUndefined,
            autoescape=True,
            finalize=_runtime(finalize),
            extensions=[CalloutTag],
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            loader=loader,
        )
        self.globals.clear()
        self.globals["_guarded"] = guarded
        for name in (*SIGNATURES, "_callout"):
            self.globals[name] = _late(name)
        self.filters = {name: _bounded(self.filters[name]) for name in FILTERS}
        self.tests = {name: self.tests[name] for name in TESTS}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return a declared field of a view, or of the loop; anything else is undefined."""
        return self._field(obj, attribute)

    def getitem(self, obj: Any, argument: str | Any) -> Any:
        """Return a field by name, an item by position, or undefined."""
        if isinstance(argument, int) and isinstance(obj, tuple | list):
            try:
                return obj[argument]
            except IndexError:
                return self.undefined(obj=obj, name=str(argument))
        if type(obj) is dict and argument in obj:
            return obj[argument]
        return self._field(obj, argument)

    def _field(self, obj: Any, name: Any) -> Any:
        if isinstance(obj, View) and isinstance(name, str) and name in obj:
            if obj.kind == "proposal":
                current.get().record = str(obj["id"])
            return obj[name]
        if isinstance(obj, LoopContext) and name in LOOP:
            return getattr(obj, name)
        if isinstance(obj, Undefined):
            str(obj)
        if (
            type(obj).__name__ in ("TemplateModule", "_GroupTuple")
            and isinstance(name, str)
            and not name.startswith("_")
        ):
            return getattr(obj, name, None) or self.undefined(obj=obj, name=name)
        return self.undefined(obj=obj, name=name)

    def is_safe_callable(self, obj: Any) -> bool:  # noqa: ARG002
        """Only macros and components are ever called; the allow-list has seen to the rest."""
        return True


def _runtime(function: Callable[[Any], Any]) -> Callable[..., Any]:
    """Keep Jinja2 from printing constants while it compiles, when no ledger is there yet."""
    from jinja2 import pass_context

    @pass_context
    def late(_context: Any, value: Any) -> Any:
        return function(value)

    return late


def _bounded(function: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap a filter so that it cannot make a text or list of any size."""
    from functools import wraps

    @wraps(function)
    def bounded(*args: Any, **kwargs: Any) -> Any:
        current.get().step()
        if function.__name__ == "do_replace":
            _check_replace(args)
        result = function(*args, **kwargs)
        if isinstance(result, str | tuple | list) and len(result) > LONGEST:
            raise TooMuch(f"a filter makes more than {LONGEST:,} characters or items")
        return result

    for mark in ("jinja_pass_arg",):
        if hasattr(function, mark):
            setattr(bounded, mark, getattr(function, mark))
    return bounded


def _check_replace(args: tuple[Any, ...]) -> None:
    texts = [len(arg) for arg in args if isinstance(arg, str)]
    if len(texts) >= 3 and texts[0] * max(1, texts[2]) > LONGEST * 10:
        raise TooMuch("replace would make more than a million characters")


def _late(name: str) -> Callable[..., Any]:
    """Return a function that calls the component of the rendering under way."""

    def call(*args: Any, **kwargs: Any) -> Any:
        return current.get().components[name](*args, **kwargs)

    return call


def guarded(items: Any) -> Iterator[Any]:
    """Yield items, counting each as a step."""
    ledger = current.get()
    for item in items:
        ledger.step()
        if isinstance(item, View) and item.kind == "proposal":
            ledger.record = str(item["id"])
        yield item


Fault = tuple[int, str, str, str, str | None]
"""Line, word to underline, code, message, hint."""


def faults(tree: nodes.Template) -> Iterator[Fault]:
    """Yield everything in a parsed template that is not on the lists."""
    macros = {macro.name for macro in tree.find_all(nodes.Macro)}
    imported: set[str] = set()
    imported |= {found.target for found in tree.find_all(nodes.Import)}
    for found in tree.find_all(nodes.FromImport):
        imported |= {name if isinstance(name, str) else name[1] for name in found.names}
    for node in _all(tree):
        kind = type(node).__name__
        line = node.lineno
        if kind not in ALLOWED:
            yield (
                line,
                "",
                "template-forbidden",
                f"{kind} is not allowed in a template",
                HINTS.get(kind),
            )
        elif isinstance(node, nodes.Name) and node.name.startswith("_") and node.name != "_callout":
            yield (
                line,
                node.name,
                "template-forbidden",
                f"{node.name}: names that begin with _ are not allowed",
                None,
            )
        elif isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
            yield (
                line,
                node.attr,
                "template-forbidden",
                f"{node.attr}: names that begin with _ are not allowed",
                None,
            )
        elif (
            isinstance(node, nodes.Getitem)
            and isinstance(node.arg, nodes.Const)
            and str(node.arg.value).startswith("_")
        ):
            yield (
                line,
                str(node.arg.value),
                "template-forbidden",
                "names that begin with _ are not allowed",
                None,
            )
        elif isinstance(node, nodes.Filter) and node.name not in FILTERS:
            yield (
                line,
                node.name,
                "unknown-filter",
                f"there is no filter {node.name}",
                _hint(node.name, FILTERS),
            )
        elif isinstance(node, nodes.Test) and node.name not in TESTS:
            yield (
                line,
                node.name,
                "unknown-test",
                f"there is no test {node.name}",
                _hint(node.name, TESTS),
            )
        elif isinstance(node, nodes.Call):
            target = node.node
            if (
                isinstance(target, nodes.Getattr)
                and isinstance(target.node, nodes.Name)
                and target.node.name in imported
            ):
                continue
            name = target.name if isinstance(target, nodes.Name) else None
            if name is None:
                word = target.attr if isinstance(target, nodes.Getattr) else ""
                yield (
                    line,
                    word,
                    "template-forbidden",
                    "only components and macros can be called",
                    "use a filter: {{ value | upper }}",
                )
            elif name not in macros | imported | set(SIGNATURES) | {"_callout", "caller"}:
                known = [*SIGNATURES, *macros]
                yield (
                    line,
                    name,
                    "unknown-component",
                    f"there is no component {name}",
                    _hint(name, known),
                )
            if node.dyn_args is not None or node.dyn_kwargs is not None:
                yield (
                    line,
                    name or "",
                    "template-forbidden",
                    "* and ** are not allowed in a call",
                    None,
                )


def _all(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    for child in node.iter_child_nodes():
        yield from _all(child)


def _hint(word: str, known: Any) -> str | None:
    from briefing.source import closest

    match = closest(word, known)
    return f"did you mean: {match}" if match else f"known here: {', '.join(sorted(known))}"


def guard_loops(tree: nodes.Template) -> None:
    """Make every loop of a parsed template count its steps."""
    for loop in tree.find_all(nodes.For):
        loop.iter = nodes.Call(
            nodes.Name("_guarded", "load", lineno=loop.lineno),
            [loop.iter],
            [],
            None,
            None,
            lineno=loop.lineno,
        )
