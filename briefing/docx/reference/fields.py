"""Fields and content controls in headers and footers: what they say of their own file goes.

Page numbers stay fields.  What a field or a control prints of its file's properties
(title, author, company) becomes what the brief says of itself; everything else that is
filled in from elsewhere (file names, dates of saving, variables) is left out and named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from briefing.docx.cleaning import remove, unwrap
from briefing.docx.opening import Element
from briefing.docx.reference.markup import W, value

__all__ = ["WORDS_OF", "kind_of", "settle_fields", "take_controls"]

WORDS_OF = "\uf8f0{}\uf8f0"
"""What stands where the brief says something of itself: ``title``, ``section`` …"""

_STAYING = frozenset(
    {"PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION", "=", "IF", "QUOTE", "SYMBOL", "EQ", "ADVANCE"}
)
_OWN = {
    "TITLE": "title",
    "SUBJECT": "subject",
    "KEYWORDS": "keywords",
    "AUTHOR": "organization",
    "STYLEREF": "section",
}
_BOUND = {
    "title": "title",
    "subject": "subject",
    "creator": "organization",
    "Company": "organization",
    "keywords": "keywords",
}
_WORD = re.compile(r"\s*(=|[A-Za-z]+)")
_LAST = re.compile(r"(\w+)(?:\[\d+\])?$")


def take_controls(root: Element) -> None:
    """Put what content controls hold in their place; what is bound becomes the brief's own."""
    for control in list(root.iter(W + "sdt")):
        properties, content = control.find(W + "sdtPr"), control.find(W + "sdtContent")
        if content is None:
            remove(control)
            continue
        if properties is not None:
            bound = properties.find(W + "dataBinding")
            found = _LAST.search(value(bound, "xpath"))
            own = _BOUND.get(found.group(1)) if found else None
            if own is not None:
                _say(content, WORDS_OF.format(own))
            elif bound is not None or properties.find(W + "showingPlcHdr") is not None:
                for run in list(content.iter(W + "r")):
                    remove(run)
        unwrap(content)
        for child in list(control):
            if child.tag in {W + "sdtPr", W + "sdtEndPr"}:
                remove(child)
        unwrap(control)


def _say(holder: Element, words: str) -> None:
    """Let the first text in a holder say ``words``, and the others nothing."""
    texts = list(holder.iter(W + "t"))
    for text in texts[1:]:
        remove(text)
    if texts:
        texts[0].text = words


@dataclass(slots=True)
class _Field:
    """A field that has begun: what it is made of, and whether its result has begun."""

    code: str = ""
    result: bool = False
    frame: list[Element] = field(default_factory=list)
    results: list[Element] = field(default_factory=list)


def settle_fields(root: Element) -> Iterator[str]:
    """Settle the fields of a part, in place; yield the kinds of those that are left out."""
    for simple in list(root.iter(W + "fldSimple")):
        kind = kind_of(value(simple, "instr"))
        if kind in _OWN:
            _say(simple, WORDS_OF.format(_OWN[kind]))
        if kind == "STYLEREF" or kind in _STAYING:
            continue
        if kind in _OWN or kind == "HYPERLINK":
            unwrap(simple)
        else:
            remove(simple)
            yield kind
    for mark in list(root.iter(W + "fldChar")):
        if value(mark, "fldCharType") not in {"begin", "separate", "end"}:
            remove(mark)
    opened: list[_Field] = []
    for run in list(root.iter(W + "r")):
        for one in list(run):
            if one.tag == W + "fldChar" and value(one, "fldCharType") == "begin":
                opened.append(_Field())
                opened[-1].frame.append(one)
            elif not opened:
                if one.tag in {W + "instrText", W + "fldChar"}:
                    remove(one)
            elif one.tag == W + "fldChar" and value(one, "fldCharType") == "separate":
                if opened[-1].result:
                    remove(one)
                    continue
                opened[-1].result = True
                opened[-1].frame.append(one)
            elif one.tag == W + "fldChar":
                opened[-1].frame.append(one)
                yield from _settled(opened.pop(), inside=bool(opened))
            elif one.tag == W + "instrText":
                opened[-1].code += one.text or ""
                opened[-1].frame.append(one)
            elif one.tag != W + "rPr" and opened[-1].result:
                opened[-1].results.append(one)
    for rest in opened:  # without an end: no program would make sense of it
        for one in (*rest.frame, *rest.results):
            remove(one)


def _settled(own: _Field, *, inside: bool) -> Iterator[str]:
    kind = kind_of(own.code)
    if kind in _STAYING:
        if not own.result:
            _show(own.frame[-1])
        return
    if kind in _OWN:
        texts = [one for one in own.results if one.tag == W + "t"]
        for one in own.results:
            if one not in texts[:1]:
                remove(one)
        if texts:
            texts[0].text = WORDS_OF.format(_OWN[kind])
        if kind == "STYLEREF":
            return
    elif kind != "HYPERLINK":
        for one in own.results:
            remove(one)
        if not inside:
            yield kind
    for one in own.frame:
        remove(one)


def _show(end: Element) -> None:
    """Give a field a result: programs that don't work it out show nothing without one."""
    run = end.getparent()
    assert run is not None
    before = run.makeelement(W + "r")
    before.append(run.makeelement(W + "fldChar", {W + "fldCharType": "separate"}))
    shown = run.makeelement(W + "r")
    text = run.makeelement(W + "t")
    text.text = "1"
    shown.append(text)
    own = run.makeelement(W + "r")
    own.append(end)
    run.addnext(own)
    run.addnext(shown)
    run.addnext(before)


def kind_of(instruction: str) -> str:
    """Return the kind of a field by its code: ``PAGE``; ``?`` where it has none."""
    found = _WORD.match(instruction)
    return found.group(1).upper() if found else "?"
