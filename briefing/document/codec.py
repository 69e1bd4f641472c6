"""A document as JSON text, and back: what a written file keeps of how it was built.

A node is an array: the name of its class, then the values of its fields in
their order; values missing at the end are the defaults, so that a class may
grow at its end.  Reading trusts nothing: every name, type and choice is checked
against the classes themselves, and nesting is limited.

The data of pictures are not in it: they stand in the file already, and are found again
by their digests.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import fields, is_dataclass, replace
from functools import cache
from json.encoder import encode_basestring as _string
from math import inf
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from briefing.document import nodes
from briefing.document.nodes import Document, Field, Image, Paragraph, Reference, Span, Text

__all__ = ["decode", "encode"]

_DEEPEST = 120  # levels of nodes; far beyond what a person writes
_picture: ContextVar[Callable[[Image], Image]] = ContextVar("picture")


def encode(document: Document) -> str:
    """Return the document as JSON; its attachments and the data of pictures are left out."""
    return _WRITERS[Document](document)


def decode(text: str, picture: Callable[[Image], Image] = lambda node: node) -> Document:
    """Return the document that :func:`encode` made ``text`` of.

    ``picture`` gives a picture its data, which it finds by their digest.

    Raises:
        ValueError: ``text`` is not such a document; the message says what is wrong.
    """
    try:
        found = json.loads(text)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    token = _picture.set(picture)
    try:
        document = _decoder(Document)(found, 0)
    finally:
        _picture.reset(token)
    assert isinstance(document, Document)
    return document


# ── Writing ────────────────────────────────────────────────────────────────

Writer = Callable[[Any], str]


class _Writers(dict[type, Writer]):
    """The function that writes values of a class, found when the first one is met."""

    def __missing__(self, kind: type) -> Writer:
        known = [self[base] for base in kind.__mro__ if base in self]
        writer = self[kind] = known[0] if known else _node_writer(kind)
        return writer


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(
        field.name for field in fields(kind) if kind is not Document or field.name != "attachments"
    )


def _node_writer(kind: type) -> Writer:
    names = _names(kind)
    if not names:
        return lambda _: f'["{kind.__name__}"]'
    values = attrgetter(*names) if len(names) > 1 else lambda node: (getattr(node, names[0]),)
    head = f'["{kind.__name__}",'

    def write(node: Any) -> str:
        return head + ",".join([_WRITERS[type(value)](value) for value in values(node)]) + "]"

    return write


def _items(values: tuple[Any, ...]) -> str:
    return f"[{','.join([_WRITERS[type(value)](value) for value in values])}]"


# Most of a document is of these; the rest is written by what its class says of itself.


def _text(node: Text) -> str:
    return f'["Text",{_string(node.value)}]'


def _field(node: Field) -> str:
    origin = node.origin
    record, path, language = origin.record, origin.path, origin.language
    place = f'["Origin",{_string(record)},{_string(path)},{_string(language)}]'
    return f'["Field",{_string(node.value)},{place}]'


def _span(node: Span) -> str:
    language = "null" if node.language is None else _string(node.language)
    return f'["Span",{_items(node.children)},{_string(node.role)},{language}]'


def _reference(node: Reference) -> str:
    target, show = _string(node.target), _string(node.show)
    return f'["Reference",{_items(node.children)},{target},{show}]'


def _paragraph(node: Paragraph) -> str:
    name = "null" if node.id is None else _string(node.id)
    keeps = "true" if node.keep_with_next else "false"
    return f'["Paragraph",{_items(node.children)},{_string(node.role)},{name},{keeps}]'


def _image(node: Image) -> str:
    return _WHOLE_IMAGE(replace(node, data=b""))


_WHOLE_IMAGE = _node_writer(Image)
_WRITERS = _Writers(
    {
        str: _string,
        int: int.__repr__,
        float: json.dumps,
        bool: lambda value: "true" if value else "false",
        NoneType: lambda _: "null",
        bytes: lambda value: f'"{b64encode(value).decode()}"',
        tuple: _items,
        Text: _text,
        Field: _field,
        Span: _span,
        Reference: _reference,
        Paragraph: _paragraph,
        Image: _image,
    }
)


# ── Reading ────────────────────────────────────────────────────────────────

Decoder = Callable[[Any, int], Any]


@cache
def _decoder(wanted: Any) -> Decoder:
    origin = get_origin(wanted)
    if origin is Literal:
        return _choice(get_args(wanted))
    if origin is Union or origin is UnionType:
        return _union(get_args(wanted))
    if origin is tuple:
        return _sequence(get_args(wanted))
    if wanted is bytes:
        return _binary
    if wanted is float:
        return _scalar((int, float))
    if wanted in {str, int, bool, NoneType}:
        return _scalar((wanted,))
    return _node((wanted,))


def _scalar(kinds: tuple[type, ...]) -> Decoder:
    def decoded(value: Any, _level: int) -> Any:
        if type(value) not in kinds:
            raise ValueError(f"{_short(value)} is no {kinds[-1].__name__}")
        return value

    return decoded


def _binary(value: Any, _level: int) -> bytes:
    if not isinstance(value, str):
        raise ValueError(f"{_short(value)} is no base64 text")  # noqa: TRY004 – one kind for all
    return b64decode(value, validate=True)


def _choice(values: tuple[Any, ...]) -> Decoder:
    def decoded(value: Any, _level: int) -> Any:
        if not isinstance(value, str | int) or value not in values:
            raise ValueError(f"{_short(value)} is none of {', '.join(map(str, values))}")
        return value

    return decoded


def _sequence(items: tuple[Any, ...]) -> Decoder:
    if items[1:] == (...,):
        inner = _decoder(items[0])

        def any_number(value: Any, level: int) -> Any:
            return tuple([inner(item, level) for item in _array(value)])

        return any_number

    each = [_decoder(item) for item in items]

    def exactly(value: Any, level: int) -> Any:
        if len(_array(value)) != len(each):
            raise ValueError(f"{_short(value)} does not have {len(each)} parts")
        return tuple(decode(item, level) for decode, item in zip(each, value, strict=True))

    return exactly


def _array(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError(f"{_short(value)} is no array")  # noqa: TRY004 – one kind for all
    return value


def _union(kinds: tuple[Any, ...]) -> Decoder:
    classes = tuple(kind for kind in kinds if is_dataclass(kind))
    others = [_decoder(kind) for kind in kinds if kind not in classes]
    if not others:
        return _node(classes)

    def decoded(value: Any, level: int) -> Any:
        for decode in others:
            try:
                return decode(value, level)
            except ValueError:
                continue
        if not classes:
            raise ValueError(f"{_short(value)} is not allowed here")
        return _node(classes)(value, level)

    return decoded


def _node(classes: tuple[Any, ...]) -> Decoder:
    allowed = {kind.__name__: kind for kind in classes}

    def decoded(value: Any, level: int) -> Any:
        if level > _DEEPEST:
            raise ValueError("nested too deeply")
        match value:
            case [str() as name, *values] if name in allowed:
                return _made(allowed[name], values, level + 1)
            case _:
                raise ValueError(f"{_short(value)} is none of {', '.join(allowed)}")

    return decoded


def _made(kind: type, values: list[Any], level: int) -> Any:
    decoders = _decoders(kind)
    if len(values) > len(decoders):
        raise ValueError(f"{kind.__name__} has no more than {len(decoders)} fields")
    try:
        node = kind(
            *[decode(value, level) for decode, value in zip(decoders, values, strict=False)]
        )
    except TypeError:
        raise ValueError(f"{kind.__name__} lacks something") from None
    return _with_data(node) if isinstance(node, Image) else node


def _with_data(node: Image) -> Image:
    if not (0 < node.width < inf and 0 < (1 if node.share is None else node.share) <= 1):
        raise ValueError("a picture has no width")
    return _picture.get()(replace(node, data=b""))


@cache
def _decoders(kind: type) -> tuple[Decoder, ...]:
    hints = get_type_hints(kind, vars(nodes))
    return tuple(_decoder(hints[name]) for name in _names(kind))


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else text[:39] + "…"
