"""Where templates run: frozen data, declared fields, counted steps.

Before a template is compiled, everything in it is held against the allow-list
(see ``allowed``), and what could run or grow without bound is rewritten so that
it counts: loops, macros, ``~``, comparisons, lists.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from jinja2 import StrictUndefined, Undefined, nodes, pass_context
from jinja2.exceptions import SecurityError
from jinja2.ext import Extension
from jinja2.parser import Parser
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from briefing.compose import filters
from briefing.compose.allowed import FILTERS, LOOP, TESTS, faults
from briefing.compose.components import SIGNATURES
from briefing.compose.values import RESERVED, MisuseError, current, line_mark
from briefing.compose.views import View

__all__ = ["Sandbox"]


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
        name = nodes.Name("_callout", "load", lineno=line)
        call = nodes.Call(name, [role, title], [], None, None, lineno=line)
        return nodes.CallBlock(call, [], [], body, lineno=line)


@pass_context
def finalize(_context: Any, value: Any) -> Any:
    """Return what a printed value leaves in the Markdown: a token, never its characters.

    It asks for the context so that Jinja2 does not print constants while it compiles,
    when there is no ledger yet.
    """
    ledger = current.get()
    if isinstance(value, Markup):
        ledger.count(len(value))
        return value
    if isinstance(value, str):
        return ledger.printed(value)
    if isinstance(value, Undefined):
        str(value)  # raises, naming what is undefined
    if value is None:
        return Markup("")
    if isinstance(value, bool):
        raise MisuseError("true or false cannot be printed; use {% if … %}")
    if isinstance(value, int | float):
        return ledger.printed(f"{value:g}" if isinstance(value, float) else str(value))
    hint = "print one of its fields" if isinstance(value, View) else "loop over it"
    raise MisuseError(f"{filters.what(value)} cannot be printed; {hint}")


class Sandbox(ImmutableSandboxedEnvironment):
    """The environment of all templates; the state of a rendering is in its ledger.

    ``marked`` names the template whose lines are remembered in what it prints.
    """

    intercepted_binops = frozenset(["+", "-"])

    def __init__(self, loader: Any = None, marked: str | None = None) -> None:
        super().__init__(
            undefined=StrictUndefined,
            autoescape=True,
            finalize=finalize,
            extensions=[CalloutTag],
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            loader=loader,
            optimized=False,
        )
        self.marked = marked
        self.globals.clear()
        self.globals.update(
            _turns=turns, _step=step, _glue=filters.glue, _flat=filters.flat, _sized=filters.sized
        )
        for name in (*SIGNATURES, "_callout"):
            self.globals[name] = _late(name)
        self.filters = {name: filters.TABLE[name] for name in FILTERS}
        self.tests = {name: self.tests[name] for name in TESTS}

    def _generate(
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,
    ) -> str:
        """Compile what the allow-list lets pass, with its counters put in."""
        for fault in faults(source):
            raise SecurityError(fault.message)
        counted = Counting(name == self.marked).visit(source)
        assert isinstance(counted, nodes.Template)
        code: str = super()._generate(counted, name, filename, defer_init)
        return code

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return a declared field of a view, or of the loop; anything else is undefined."""
        return self._field(obj, attribute)

    def getitem(self, obj: Any, argument: str | Any) -> Any:
        """Return a field by name, an item by position, or undefined."""
        if isinstance(argument, int) and isinstance(obj, tuple | list):
            try:
                return obj[argument]
            except IndexError:
                hint = f"there is no item {argument} in a list of {len(obj)} (the first is 0)"
                return self.undefined(hint=hint, obj=obj, name=str(argument))
        return self._field(obj, argument)

    def call_binop(self, _context: Any, operator: str, left: Any, right: Any) -> Any:
        """Add and subtract within bounds."""
        return (filters.add if operator == "+" else filters.subtract)(left, right)

    def _field(self, obj: Any, name: Any) -> Any:
        if isinstance(obj, View):
            if isinstance(name, str) and name in obj:
                if obj.kind == "proposal":
                    current.get().record = str(obj["id"])
                return obj[name]
            shown = filters.what(obj)
            return self.undefined(hint=f"{shown} has no field {name}", obj=obj, name=str(name))
        if isinstance(obj, Undefined):
            str(obj)  # raises, naming what is undefined
        if isinstance(obj, LoopContext) and name in LOOP:
            return getattr(obj, name)
        if (
            isinstance(name, str)
            and not name.startswith("_")
            and type(obj).__name__ in {"TemplateModule", "_GroupTuple"}
        ):
            found = getattr(obj, name, None)
            if found is not None and (
                name in {"grouper", "list"} or not callable(found) or _macro(found)
            ):
                return found
        shown = filters.what(obj)
        return self.undefined(hint=f"{shown} has no field {name}", obj=obj, name=str(name))

    def is_safe_callable(self, obj: Any) -> bool:  # noqa: ARG002
        """Only macros and components are ever called; the allow-list has seen to the rest."""
        return True


def _macro(value: Any) -> bool:
    return type(value).__name__ == "Macro"


def _late(name: str) -> Callable[..., Any]:
    """Return a function that calls the component of the rendering under way."""

    def call(*args: Any, **kwargs: Any) -> Any:
        ledger = current.get()
        ledger.step(20)
        return ledger.components[name](*args, **kwargs)

    return call


def turns(over: Any, size: int) -> Iterator[Any]:
    """Yield items; each turn counts as a step and as the characters that stand in the loop."""
    ledger = current.get()
    for item in filters.items(over):
        step(size)
        if isinstance(item, View) and item.kind == "proposal":
            ledger.record = str(item["id"])
        yield item


def step(size: int) -> str:
    """Count a turn of a loop or a call of a macro, with the characters that stand in it."""
    ledger = current.get()
    ledger.step()
    ledger.count(size)
    return ""


class Counting(NodeTransformer):
    """Puts counters, and with ``marked`` line marks, into a parsed template."""

    def __init__(self, marked: bool) -> None:
        self.marked = marked

    def visit_Template(self, node: nodes.Template) -> nodes.Template:  # noqa: N802 – Jinja2's name
        """Count a rendering, an import or an inclusion of the whole."""
        self._counted(node)
        return node

    visit_Macro = visit_CallBlock = visit_Block = visit_Template  # noqa: N815

    def visit_For(self, node: nodes.For) -> nodes.For:  # noqa: N802 – Jinja2's name
        """Count every turn."""
        size = nodes.Const(_size(node), lineno=node.lineno)
        self.generic_visit(node)
        node.iter = _call("_turns", [node.iter, size], node)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Call:  # noqa: N802 – Jinja2's name
        """Join with ``~`` within bounds, and without reading values as markup."""
        self.generic_visit(node)
        return _call("_glue", node.nodes, node)

    def visit_List(self, node: nodes.List) -> nodes.Call:  # noqa: N802 – Jinja2's name
        """Make lists immutable and flat."""
        self.generic_visit(node)
        return _call("_flat", node.items, node)

    def visit_Tuple(self, node: nodes.Tuple) -> nodes.Node:  # noqa: N802 – Jinja2's name
        """Make lists flat; a tuple that is assigned to stays."""
        self.generic_visit(node)
        return _call("_flat", node.items, node) if node.ctx == "load" else node

    def visit_Compare(self, node: nodes.Compare) -> nodes.Compare:  # noqa: N802 – Jinja2's name
        """Let a comparison cost as much as its sides are long."""
        self.generic_visit(node)
        node.expr = _call("_sized", [node.expr], node)
        for operand in node.ops:
            operand.expr = _call("_sized", [operand.expr], node)
        return node

    def visit_Output(self, node: nodes.Output) -> nodes.Output:  # noqa: N802 – Jinja2's name
        """Mark the lines of the template's own text, and keep its reserved characters apart."""
        self.generic_visit(node)
        node.nodes = [
            part
            for child in node.nodes
            for part in (self._data(child) if isinstance(child, nodes.TemplateData) else [child])
        ]
        return node

    def _data(self, node: nodes.TemplateData) -> Iterator[nodes.Expr]:
        text, at = node.data, 0
        for match in RESERVED.finditer(text):
            yield self._marks(text[at : match.start()], node.lineno + text.count("\n", 0, at))
            yield nodes.Const(match.group(), lineno=node.lineno)
            at = match.end()
        yield self._marks(text[at:], node.lineno + text.count("\n", 0, at))

    def _marks(self, text: str, line: int) -> nodes.TemplateData:
        if self.marked and "\n" in text:
            first, *rest = text.split("\n")
            text = first + "".join(
                f"{line_mark(line + index)}\n{part}" for index, part in enumerate(rest)
            )
        return nodes.TemplateData(text, lineno=line)

    def _counted(self, node: Any) -> None:
        size = nodes.Const(_size(node), lineno=node.lineno)
        self.generic_visit(node)
        node.body.insert(0, nodes.ExprStmt(_call("_step", [size], node), lineno=node.lineno))


def _size(node: nodes.Node) -> int:
    """Return how much text stands in a node, without what its inner loops and macros count."""
    size = 0
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.TemplateData):
            size += len(child.data)
        elif not isinstance(child, nodes.For | nodes.Macro | nodes.CallBlock | nodes.Block):
            size += _size(child)
    return size


def _call(name: str, args: list[Any], at: nodes.Node) -> nodes.Call:
    target = nodes.Name(name, "load", lineno=at.lineno)
    return nodes.Call(target, args, [], None, None, lineno=at.lineno)
