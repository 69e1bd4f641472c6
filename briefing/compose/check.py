"""Templates against the record model, with no data at all.

A walk over the parsed template that knows the type of every name: the views
declare what may be read, loops and assignments pass types on.  What it cannot
know it lets pass; the sandbox still catches it at run time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from jinja2 import nodes

from briefing.compose.allowed import LOOP as LOOP_FIELDS
from briefing.compose.components import (
    CHOICES,
    NAMES,
    ROLES,
    SIGNATURES,
    TABLES,
    chart_fault,
    counting_fault,
)
from briefing.compose.pictures import load_picture, named_pictures
from briefing.compose.template import FrontMatter, Template
from briefing.compose.views import CONTEXT, VIEWS, Kind
from briefing.pictures import PictureError
from briefing.plan.model import Project
from briefing.problems import Place, Problem
from briefing.records.model import LocalText
from briefing.source import closest

__all__ = ["Checkable", "Reads", "check_body", "check_template", "reads"]

LOOP = Kind("loop")
KEEP_LIST = {"sort", "reverse", "unique", "select", "reject", "selectattr", "rejectattr", "list"}
TAKE_ONE = {"first", "last", "min", "max"}
SCALARS = {"text", "number", "flag"}
NUMBERS = {"length", "count", "sum", "int", "abs", "round"}
TEXTS = {
    "upper", "lower", "title", "capitalize", "trim", "replace", "truncate", "join", "listed", "string",
}  # fmt: skip

Scope = dict[str, Kind | None]


class Checkable(Protocol):
    """What the check needs to know of a template, besides its tags."""

    @property
    def name(self) -> str:
        """The template's name, by which the plan calls it."""

    @property
    def front(self) -> FrontMatter:
        """Its labels and parameters."""

    def place(self, line: int | None, word: str = "", nth: int = 0) -> Place:
        """Return the place of the ``nth`` occurrence of a word that a tag of ``line`` holds."""


def check_template(template: Template, project: Project) -> list[Problem]:
    """Return what is wrong with a template for a project: names, fields, labels, arguments."""
    languages = {
        language
        for spec in project.briefs
        if spec.template == template.name
        for language in (spec.languages or project.languages)
    } or set(project.languages)
    problems = list(_labels(template, sorted(languages)))
    checker = _Checker(template)
    checker.body(template.tree.body, dict(CONTEXT))
    problems += checker.problems
    for pattern in template.patterns:
        inner = _Checker(template, template.front_tree.place(pattern.path))
        inner.body(pattern.tree.body, dict(CONTEXT))
        problems += inner.problems
    problems += _parameters(template, project)
    problems += _pictures(template)
    return list(dict.fromkeys(problems))


def check_body(template: Checkable, tree: nodes.Template, project: Project) -> list[Problem]:
    """Return what is wrong with a body alone, and with the parameters that a plan sets."""
    checker = _Checker(template)
    checker.body(tree.body, dict(CONTEXT))
    return list(dict.fromkeys([*checker.problems, *_parameters(template, project)]))


@dataclass(frozen=True, slots=True)
class Reads:
    """What a template reads: fields by the kind of what has them (``""``: not known), components.

    Of a component, the arguments that are written out as constants are known.
    """

    fields: frozenset[tuple[str, str]]
    components: tuple[tuple[str, Mapping[str, Any]], ...]


def reads(template: Checkable, body: nodes.Template, parts: Iterable[nodes.Template] = ()) -> Reads:
    """Return what a body reads, and the ``parts`` that it imports."""
    checker = _Checker(template)
    checker.body(body.body, dict(CONTEXT))
    for part in parts:
        checker.body(part.body, dict(CONTEXT))
    return Reads(frozenset(checker.reads), tuple(checker.components))


def _labels(template: Template, languages: list[str]) -> Iterator[Problem]:
    texts: dict[tuple[str, ...], LocalText] = {
        ("labels", name): text for name, text in template.front.labels.items()
    }
    texts["title",] = template.front.title
    if template.front.subtitle is not None:
        texts["subtitle",] = template.front.subtitle
    for path, text in texts.items():
        missing = [language for language in languages if language not in text]
        if missing:
            name = path[-1]
            yield Problem(
                "missing-label",
                f"{name} has no text in {', '.join(missing)}",
                template.front_tree.place(path, key=True),
                f"add {missing[0]}: …",
            )


def _pictures(template: Template) -> Iterator[Problem]:
    """Yield what is wrong with the pictures that the body names outright."""
    for line, address in named_pictures(template.body):
        try:
            load_picture(address, template.folders)
        except PictureError as error:
            yield Problem("picture", str(error), template.place(line), error.hint)


def _parameters(template: Checkable, project: Project) -> Iterator[Problem]:
    """Yield what a plan sets that the template does not have, or cannot take."""
    for index, spec in enumerate(project.briefs):
        if spec.template != template.name:
            continue
        for name, given in spec.parameters.items():
            at = ("briefs", index, "parameters", name)
            parameter = template.front.parameters.get(name)
            if parameter is None:
                known = list(template.front.parameters)
                message = f"the template {template.name} has no parameter {name}"
                place = project.place(*at, key=True)
                yield Problem("unknown-parameter", message, place, _known(name, known))
                continue
            try:
                parameter.value(given)
            except ValueError as error:
                message = f"{name} is no {parameter.kind}"
                yield Problem("bad-parameter", message, project.place(*at), str(error))


def _known(name: str, known: Iterable[str]) -> str:
    choices = list(known)
    match = closest(name, choices)
    return f"did you mean: {match}" if match else f"known here: {', '.join(choices) or 'none'}"


class _Checker:
    """Walks a parsed body, or with ``at`` the text at that place of the front matter."""

    def __init__(self, template: Checkable, at: Place | None = None) -> None:
        self.template = template
        self.at = at
        self.problems: list[Problem] = []
        self.seen: Counter[tuple[int, str]] = Counter()
        self.reads: set[tuple[str, str]] = set()
        self.components: list[tuple[str, Mapping[str, Any]]] = []

    def report(
        self, node: nodes.Node, word: str, code: str, message: str, hint: str | None = None
    ) -> None:
        if self.at is not None:
            place = self.at
        else:
            place = self.template.place(node.lineno, word, self.seen[node.lineno, word])
            self.seen[node.lineno, word] += 1
        self.problems.append(Problem(code, message, place, hint))

    def body(self, body: list[nodes.Node], scope: Scope) -> None:
        for node in body:
            self.statement(node, scope)

    def statement(self, node: nodes.Node, scope: Scope) -> None:
        match node:
            case nodes.Output():
                for child in node.nodes:
                    if not isinstance(child, nodes.TemplateData):
                        self.printed(child, self.kind(child, scope))
            case nodes.For():
                self.loop(node, scope)
            case nodes.If():
                self.kind(node.test, scope)
                for part in (node.body, node.elif_, node.else_):
                    self.body(list(part), scope)
            case nodes.Assign():
                kind = self.kind(node.node, scope)
                self.bind(node.target, kind, scope)
            case nodes.AssignBlock():
                self.body(node.body, dict(scope))
                self.bind(node.target, Kind("text"), scope)
            case nodes.Macro():
                inner = {**scope, "caller": None, **dict.fromkeys(self.names(node.args))}
                scope[node.name] = None
                self.body(node.body, inner)
            case nodes.CallBlock():
                self.kind(node.call, scope)
                self.body(node.body, {**scope, **dict.fromkeys(self.names(node.args))})
            case nodes.With():
                inner = dict(scope)
                for target, value in zip(node.targets, node.values, strict=True):
                    self.bind(target, self.kind(value, scope), inner)
                self.body(node.body, inner)
            case nodes.Import():
                scope[node.target] = None
            case nodes.FromImport():
                for name in node.names:
                    scope[name if isinstance(name, str) else name[1]] = None
            case nodes.Block() | nodes.Scope():
                self.body(node.body, dict(scope))
            case _:
                pass

    def loop(self, node: nodes.For, scope: Scope) -> None:
        over = self.kind(node.iter, scope)
        item: Kind | None = None
        if over is not None and over.many:
            item = Kind(over.name)
        elif over is not None and (over.name in VIEWS or over.name in SCALARS):
            self.report(
                node,
                _word(node.iter),
                "not-a-list",
                f"{_word(node.iter)} is not a list",
                "print it, without the loop",
            )
        inner = {**scope, "loop": LOOP}
        self.bind(node.target, item, inner)
        if node.test is not None:
            self.kind(node.test, inner)
        self.body(node.body, inner)
        self.body(node.else_, dict(scope))

    def bind(self, target: nodes.Node, kind: Kind | None, scope: Scope) -> None:
        for name in self.names([target]):
            scope[name] = kind if isinstance(target, nodes.Name) else None

    @staticmethod
    def names(targets: Any) -> list[str]:
        found = []
        for target in targets:
            if isinstance(target, nodes.Name):
                found.append(target.name)
            else:
                found += [name.name for name in target.find_all(nodes.Name)]
        return found

    def printed(self, node: nodes.Expr, kind: Kind | None) -> None:
        if kind is None:
            return
        if kind.many:
            hint = f"loop over it: {{% for x in {_word(node)} %}}"
            self.report(node, _word(node), "not-printable", f"{_word(node)} is a list", hint)
        elif kind.name in VIEWS or kind.name in ("labels", "parameters"):
            fields = ", ".join(VIEWS[kind.name].fields) if kind.name in VIEWS else "…"
            self.report(
                node,
                _word(node),
                "not-printable",
                f"{_word(node)} has several fields",
                f"print one: {fields}",
            )

    def kind(self, node: nodes.Node | None, scope: Scope) -> Kind | None:
        """Return the type of an expression, ``None`` where it can be anything."""
        match node:
            case nodes.Name():
                return self.name(node, scope)
            case nodes.Getattr():
                return self.field(node, node.node, node.attr, scope)
            case nodes.Getitem() if isinstance(node.arg, nodes.Const):
                if isinstance(node.arg.value, str):
                    return self.field(node, node.node, node.arg.value, scope)
                over = self.kind(node.node, scope)
                return Kind(over.name) if over is not None and over.many else None
            case nodes.Filter():
                return self.filtered(node, scope)
            case nodes.Call():
                return self.called(node, scope)
            case nodes.CondExpr():
                self.kind(node.test, scope)
                first = self.kind(node.expr1, scope)
                second = self.kind(node.expr2, scope) if node.expr2 is not None else first
                return first if first == second else None
            case nodes.Or() | nodes.And():
                left, right = self.kind(node.left, scope), self.kind(node.right, scope)
                return (
                    left
                    if left is not None and right is not None and left.name == right.name
                    else None
                )
            case nodes.Const():
                return Kind("text") if isinstance(node.value, str) else None
            case None:
                return None
            case _:
                for child in node.iter_child_nodes():
                    self.kind(child, scope)
                return None

    def name(self, node: nodes.Name, scope: Scope) -> Kind | None:
        if node.name in scope:
            return scope[node.name]
        if node.name in SIGNATURES or node.name.startswith("_"):
            return None
        match = closest(node.name, [*scope, *SIGNATURES])
        hint = f"did you mean: {match}" if match else f"known here: {', '.join(scope)}"
        self.report(node, node.name, "undefined-name", f"{node.name} is not defined", hint)
        return None

    def field(self, node: nodes.Node, owner: nodes.Node, name: str, scope: Scope) -> Kind | None:
        kind = self.kind(owner, scope)
        self.reads.add((kind.name if kind is not None else "", name))
        if kind is None:
            return None
        shown = _word(owner)
        if kind.many:
            hint = f"loop over it: {{% for x in {shown} %}}"
            self.report(
                node, name, "field-of-list", f"{shown} is a list and has no field {name}", hint
            )
            return None
        if kind.name in ("labels", "parameters"):
            known: Any = getattr(self.template.front, kind.name)
            if name not in known:
                self.unknown(
                    node,
                    name,
                    f"the template has no {kind.name[:-1]} {name}",
                    known,
                    f"unknown-{kind.name[:-1]}",
                )
            return Kind("text") if kind.name == "labels" else None
        if kind.name == "loop":
            if name not in LOOP_FIELDS:
                self.unknown(node, name, f"loop has no field {name}", LOOP_FIELDS)
            return None
        if kind.name not in VIEWS:
            self.report(node, name, "unknown-field", f"{shown} is a text and has no field {name}")
            return None
        fields = VIEWS[kind.name].fields
        if name not in fields:
            article = "an" if kind.name[0] in "aeiou" else "a"
            self.unknown(node, name, f"{article} {kind.name} has no field {name}", fields)
            return None
        return fields[name]

    def unknown(
        self, node: nodes.Node, name: str, message: str, known: Any, code: str = "unknown-field"
    ) -> None:
        self.report(node, name, code, message, _known(name, known))

    def filtered(self, node: nodes.Filter, scope: Scope) -> Kind | None:
        kind = self.kind(node.node, scope)
        for argument in [*node.args, *(keyword.value for keyword in node.kwargs)]:
            self.kind(argument, scope)
        item = Kind(kind.name) if kind is not None and kind.many else None
        attributes = [k.value for k in node.kwargs if k.key == "attribute"]
        if node.name in ("selectattr", "rejectattr", "groupby") and node.args:
            attributes.append(node.args[0])
        for attribute in attributes:
            if isinstance(attribute, nodes.Const):
                self.attribute(node, str(attribute.value), item)
        if node.name in KEEP_LIST:
            return kind
        if node.name in TAKE_ONE:
            return item
        if node.name in ("default", "d"):
            return kind
        if node.name in NUMBERS:
            return Kind("number")
        return Kind("text") if node.name in TEXTS else None

    def attribute(self, node: nodes.Node, path: str, kind: Kind | None) -> None:
        for name in path.split("."):
            self.reads.add((kind.name if kind is not None else "", name))
            if kind is None:
                continue
            if kind.name not in VIEWS:
                return
            fields = VIEWS[kind.name].fields
            if name not in fields:
                self.unknown(node, name, f"a {kind.name} has no field {name}", fields)
                return
            kind = fields[name]

    def called(self, node: nodes.Call, scope: Scope) -> Kind | None:
        name = node.node.name if isinstance(node.node, nodes.Name) else None
        kinds = [self.kind(argument, scope) for argument in node.args]
        kinds += [self.kind(keyword.value, scope) for keyword in node.kwargs]
        if name == "_callout":
            role = node.args[0]
            if isinstance(role, nodes.Const) and role.value not in ROLES:
                what = f"there is no callout {role.value}"
                self.unknown(node, str(role.value), what, ROLES, "component-argument")
            return None
        if name is None or name not in SIGNATURES:
            return None
        arguments = SIGNATURES[name]
        code = "component-argument"
        if len(node.args) > len(arguments):
            hint = f"they are: {', '.join(arguments) or 'none'}"
            self.report(node, name, code, f"{name} takes {len(arguments)} arguments", hint)
        given = [*list(arguments)[: len(node.args)], *(keyword.key for keyword in node.kwargs)]
        values = [*node.args[: len(arguments)], *(keyword.value for keyword in node.kwargs)]
        for argument, value, kind in zip(given, values, kinds, strict=False):
            if argument not in arguments:
                what = f"{name} has no argument {argument}"
                self.unknown(node, argument, what, arguments, code)
                continue
            self.argument(node, name, argument, value, kind)
        for argument, wanted in arguments.items():
            if argument not in given and not wanted.endswith("?"):
                hint = f"write {name}({argument})"
                self.report(node, name, code, f"{name} needs {argument}", hint)
        arguments_given = dict(zip(given, values, strict=False))
        self.components.append((name, {key: _constant(v) for key, v in arguments_given.items()}))
        self.together(node, name, arguments_given)
        return Kind("counts") if name == "counts" else None

    def together(self, node: nodes.Call, name: str, given: dict[str, nodes.Expr]) -> None:
        """Report arguments of charts that do not go together, as far as they are constants."""

        def constant(argument: str, default: str) -> str | None:
            value = given.get(argument, nodes.Const(default))
            return str(value.value or default) if isinstance(value, nodes.Const) else None

        fault = None
        if name == "counts":
            by, what, stack = constant("by", "theme"), constant("what", ""), constant("stack", "")
            if by is not None and what is not None and stack is not None:
                fault = counting_fault(by, what, stack)
        data = given.get("data")
        kind = constant("kind", "") if name == "chart" else None
        if (
            kind
            and isinstance(data, nodes.Call)
            and isinstance(data.node, nodes.Name)
            and data.node.name == "counts"
        ):
            names = list(SIGNATURES["counts"])[: len(data.args)]
            inner = dict(zip(names, data.args, strict=False)) | {
                k.key: k.value for k in data.kwargs
            }
            stack_of = inner.get("stack", nodes.Const(""))
            if isinstance(stack_of, nodes.Const):
                fault = chart_fault(kind, stacked=bool(stack_of.value))
        if fault is not None:
            self.report(node, name, "component-argument", f"{name}: {fault}")

    def argument(
        self, node: nodes.Call, name: str, argument: str, value: nodes.Expr, kind: Kind | None
    ) -> None:
        """Report an argument that a component cannot take."""
        code = "component-argument"
        wanted = SIGNATURES[name][argument].removesuffix("?")
        if kind is not None and (kind.name, kind.many) != (wanted.strip("[]"), wanted[0] == "["):
            self.report(node, _word(value), code, f"{name}: {argument} must be {NAMES[wanted]}")
        choices = CHOICES.get((name, argument))
        if isinstance(value, nodes.Const) and choices and value.value not in ("", *choices):
            what = f"{name}: {argument} cannot be {value.value}"
            self.unknown(node, str(value.value), what, choices, code)
        if argument == "columns" and isinstance(value, nodes.List):
            for item in value.items:
                if isinstance(item, nodes.Const) and item.value not in TABLES[name]:
                    what = f"{name} has no column {item.value}"
                    self.unknown(node, str(item.value), what, TABLES[name], code)


def _constant(node: nodes.Expr) -> Any:
    """Return what an argument is, or ``None`` where that is not written out."""
    match node:
        case nodes.Const():
            return node.value
        case nodes.List() if all(isinstance(item, nodes.Const) for item in node.items):
            return [item.value for item in node.items if isinstance(item, nodes.Const)]
        case _:
            return None


def _word(node: nodes.Node) -> str:
    """Return how an expression was written, as far as it can be told."""
    match node:
        case nodes.Name():
            return str(node.name)
        case nodes.Getattr():
            return f"{_word(node.node)}.{node.attr}"
        case nodes.Filter() if node.node is not None:
            return _word(node.node)
        case nodes.Const():
            return str(node.value)
        case _:
            return "this"
