"""The filters of templates, each bounded in what it makes and in what it costs.

Filters work on values: texts, numbers, lists.  What a macro, a component or a
``{% set %} … {% endset %}`` has printed is no longer a value but a piece of the
page (:class:`~markupsafe.Markup` with tokens in it); a filter that would have to
look inside refuses it, because changing tokens would lose what they stand for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import wraps
from typing import Any

from jinja2 import Undefined, filters
from markupsafe import Markup

from briefing.compose.values import MARK, MisuseError, TooMuch, current
from briefing.compose.views import View
from briefing.compose.words import separators
from briefing.document import Inline, Text

__all__ = ["LONGEST", "TABLE", "add", "flat", "glue", "items", "sized", "subtract"]

LONGEST = 1_000_000
"""Most characters of a text, and most items of a list, that a filter or + may make."""
LARGEST = 10**15
"""The largest whole number that arithmetic may make."""
OUTER = re.compile(rf"^(?:\s|{MARK.pattern})+|(?:\s|{MARK.pattern})+$")


def what(value: object) -> str:
    """Return what a value is, in words for a template's author."""
    if value is None:
        return "an absent value"
    if isinstance(value, View):
        return f"{'an' if value.kind[0] in 'aeiou' else 'a'} {value.kind}"
    if isinstance(value, Markup):
        return "a piece of the page"
    if isinstance(value, str):
        return "a text"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return "a number"
    return "a list" if isinstance(value, tuple | list) else "this"


def sized(value: Any) -> Any:
    """Return ``value``; what is done to it costs as much as it is long."""
    if isinstance(value, str):
        current.get().step(1 + len(value) // 200)
    elif isinstance(value, tuple | list):
        current.get().step(1 + len(value))
    return value


def items(value: Any) -> Iterable[Any]:
    """Return a list's items; raise where ``value`` is none."""
    if isinstance(value, Undefined):
        str(value)  # raises, and names what is undefined
    if isinstance(value, str | View | int | float) or value is None:
        raise MisuseError(f"{what(value)} is not a list")
    return value if isinstance(value, tuple | list) else tuple(value)


def flat(*values: Any) -> tuple[Any, ...]:
    """Return the list that ``[a, b]`` writes; lists of lists could grow without bound."""
    for value in values:
        if isinstance(value, tuple | list):
            raise MisuseError("a list cannot stand inside a list")
    return values


def glue(*values: Any) -> str:
    """Return ``a ~ b``: a text, or a piece of the page where one of them is."""
    parts = [value if isinstance(value, str) else _plain(value) for value in values]
    _bound(sum(map(len, parts)))
    if any(isinstance(part, Markup) for part in parts):
        ledger = current.get()
        return Markup("").join(
            part if isinstance(part, Markup) else ledger.printed(part) for part in parts
        )
    return "".join(parts)


def add(left: Any, right: Any) -> Any:
    """Return ``a + b`` of numbers, texts or lists."""
    if isinstance(left, str) and isinstance(right, str):
        return glue(left, right)
    if isinstance(left, tuple | list) and isinstance(right, tuple | list):
        _bound(len(left) + len(right))
        return (*left, *right)
    return _number(left, "+") + _number(right, "+")


def subtract(left: Any, right: Any) -> Any:
    """Return ``a - b`` of numbers."""
    return _number(left, "-") - _number(right, "-")


def _number(value: Any, operator: str) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float):
        if isinstance(value, Undefined):
            str(value)
        raise MisuseError(f"{operator} cannot take {what(value)}; join texts with ~")
    if not -LARGEST <= value <= LARGEST:
        raise TooMuch("a number is larger than any brief needs")
    return value


def _bound(size: int) -> None:
    if size > LONGEST:
        raise TooMuch(f"a text or list grows beyond {LONGEST:,} characters or items")
    current.get().step(1 + size // 200)


def _plain(value: Any) -> str:
    """Return a value as the plain text that printing it would show."""
    if isinstance(value, Undefined):
        str(value)
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise MisuseError(f"{what(value)} is not a text")
    return f"{value:g}" if isinstance(value, float) else str(value)


def _text(value: Any, name: str) -> str:
    """Return the text that a filter works on; a piece of the page is refused."""
    if isinstance(value, Markup):
        raise MisuseError(
            f"the filter {name} cannot change what a macro, a component or a set block printed"
        )
    return _plain(value)


def _on_text(name: str, change: Callable[[str], str]) -> Callable[[Any], str]:
    def changed(value: Any) -> str:
        return change(_text(value, name))

    return changed


def _trim(value: Any) -> str:
    if isinstance(value, Markup):
        return Markup(OUTER.sub("", str(value)))  # noqa: S704 – taking space away
    return _plain(value).strip()


def _title(text: str) -> str:
    return re.sub(r"[^\W\d_]+", lambda m: m.group()[0].upper() + m.group()[1:], text)


def _replace(value: Any, old: Any, new: Any) -> str:
    text, old, new = _text(value, "replace"), _text(old, "replace"), _text(new, "replace")
    if not old:
        raise MisuseError("replace needs a text to look for")
    _bound(len(text) + text.count(old) * max(0, len(new) - len(old)))
    return text.replace(old, new)


def _truncate(value: Any, length: Any = 255, end: Any = "…") -> str:
    text, end = _text(value, "truncate"), _text(end, "truncate")
    length = int(_number(length, "truncate"))
    if length < 1:
        raise MisuseError("truncate needs a length of 1 or more")
    return text if len(text) <= length else text[:length].rstrip() + end


def _join(value: Any, between: Any = "", attribute: Any = None) -> str:
    parts = list(_attributes(value, attribute))
    between = _plain(between)
    _bound(len(between) * len(parts))
    together: list[Any] = []
    for index, part in enumerate(parts):
        together += [between, part] if index else [part]
    return glue(*together)


def _listed(value: Any, attribute: Any = None) -> str:
    """Return items as a list in words (甲、乙、丙; “a, b and c”), each bound to its origin."""
    ledger = current.get()
    parts = [ledger.inlines(part) for part in _attributes(value, attribute)]
    found: list[Inline] = []
    for before, part in zip(("", *separators(len(parts), ledger.language)), parts, strict=False):
        found += [Text(before), *part] if before else part
    return ledger.inline(tuple(found)) if found else ""


def _attributes(value: Any, attribute: Any) -> Iterator[Any]:
    for item in items(value):
        found = item
        for name in str(attribute).split(".") if attribute is not None else ():
            found = found[name] if isinstance(found, View) and name in found else None
        yield found


def _sum(value: Any, attribute: Any = None, start: Any = 0) -> Any:
    total = _number(start, "sum")
    for part in _attributes(value, attribute):
        total = total + _number(part, "sum")
    return total


def _int(value: Any, default: Any = 0) -> int:
    text = _plain(value)
    try:
        return int(text) if len(text) <= 15 else int(_number(default, "int"))
    except ValueError:
        return int(_number(default, "int"))


def _round(value: Any, precision: Any = 0) -> float | int:
    digits = max(0, min(6, int(_number(precision, "round"))))
    number = round(_number(value, "round"), digits)
    return number if digits else int(number)


def _length(value: Any) -> int:
    if isinstance(value, Markup):
        raise MisuseError("what a macro, a component or a set block printed has no length")
    return len(value) if isinstance(value, str) else len(tuple(items(value)))


def _default(value: Any, default: Any = "", boolean: Any = False) -> Any:
    absent = isinstance(value, Undefined) or value is None or (boolean and not value)
    return default if absent else value


def _list(value: Any) -> tuple[Any, ...]:
    return tuple(items(value))


def _reverse(value: Any) -> tuple[Any, ...]:
    return tuple(items(value))[::-1]


def _string(value: Any) -> str:
    return value if isinstance(value, Markup) else _plain(value)


def _first(value: Any) -> Any:
    found = tuple(items(value))
    return found[0] if found else None


def _last(value: Any) -> Any:
    found = tuple(items(value))
    return found[-1] if found else None


def _listing(name: str) -> Callable[..., Any]:
    """Return one of Jinja2's own filters over lists, with its result made a list at once."""
    own = filters.FILTERS[name]

    @wraps(own)
    def listing(first: Any, value: Any, *args: Any, **kwargs: Any) -> Any:
        found = own(first, items(value), *args, **kwargs)
        return found if isinstance(found, tuple | list | View | str) else _made(found)

    return listing


def _made(found: Any) -> Any:
    return tuple(found) if hasattr(found, "__iter__") else found


def _costed(function: Callable[..., Any]) -> Callable[..., Any]:
    """Make a filter cost as many steps as what it is given is long."""

    @wraps(function)
    def costed(*args: Any, **kwargs: Any) -> Any:
        current.get().step()
        for arg in args:
            sized(arg)
        return function(*args, **kwargs)

    return costed


def _abs(value: Any) -> Any:
    return abs(_number(value, "abs"))


OWN: Mapping[str, Callable[..., Any]] = {
    "abs": _abs,
    "capitalize": _on_text("capitalize", lambda text: text[:1].upper() + text[1:]),
    "count": _length,
    "d": _default,
    "default": _default,
    "first": _first,
    "int": _int,
    "join": _join,
    "last": _last,
    "length": _length,
    "list": _list,
    "listed": _listed,
    "lower": _on_text("lower", str.lower),
    "replace": _replace,
    "reverse": _reverse,
    "round": _round,
    "string": _string,
    "sum": _sum,
    "title": _on_text("title", _title),
    "trim": _trim,
    "truncate": _truncate,
    "upper": _on_text("upper", str.upper),
    **{
        name: _listing(name)
        for name in (
            "groupby", "map", "max", "min", "reject", "rejectattr", "select", "selectattr",
            "sort", "unique",
        )
    },
}  # fmt: skip

TABLE: Mapping[str, Callable[..., Any]] = {name: _costed(own) for name, own in OWN.items()}
