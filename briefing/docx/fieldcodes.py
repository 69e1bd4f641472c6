"""Fields of a template whose instructions would fetch or run something when the file opens.

Only kinds that stay within the file are let through (ISO/IEC 29500-1, 17.16.5); one
whose kind another field spells out is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from briefing.docx.opening import Element
from briefing.docx.xml import qn

__all__ = ["foreign_fields"]

_KINDS = frozenset(
    """= ADVANCE AUTHOR AUTONUM AUTONUMLGL AUTONUMOUT BIBLIOGRAPHY BARCODE CITATION COMMENTS
    COMPARE CREATEDATE DATE DISPLAYBARCODE DOCPROPERTY EDITTIME EQ FILENAME FILESIZE FORMCHECKBOX
    FORMDROPDOWN FORMTEXT FORMULA GOTOBUTTON HYPERLINK IF INDEX INFO KEYWORDS LASTSAVEDBY LISTNUM
    MERGEFIELD MERGEREC MERGESEQ NOTEREF NUMCHARS NUMPAGES NUMWORDS PAGE PAGEREF PRINTDATE QUOTE
    REF REVNUM SAVEDATE SECTION SECTIONPAGES SEQ SET STYLEREF SUBJECT SYMBOL TA TC TEMPLATE TIME
    TITLE TOA TOC USERADDRESS USERINITIALS USERNAME XE""".split()  # noqa: SIM905 – a table
)
_SCHEMES = {"http", "https", "mailto", ""}
_WORD = re.compile(r"\s*(=|[A-Za-z]+)?")
_ADDRESS = re.compile(r'\s*HYPERLINK\s+(?:"([^"]*)"|([^\s\\]\S*))', re.IGNORECASE)
_NESTED = "\ufffc"


def foreign_fields(root: Element) -> Iterator[str]:
    """Yield the kinds of the fields of a part that reach outside it."""
    opened: list[list[str]] = []
    reading: list[bool] = []
    for one in root.iter(qn("w:fldSimple"), qn("w:fldChar"), qn("w:instrText")):
        if one.tag == qn("w:fldSimple"):
            yield from _judged(one.get(qn("w:instr"), ""))
        elif one.tag == qn("w:instrText"):
            if opened and reading[-1]:
                opened[-1].append(one.text or "")
            else:
                yield from _judged(one.text or "")
        elif one.get(qn("w:fldCharType")) == "begin":
            if opened and reading[-1]:
                opened[-1].append(_NESTED)
            opened.append([])
            reading.append(True)
        elif one.get(qn("w:fldCharType")) == "separate" and opened:
            reading[-1] = False
        elif one.get(qn("w:fldCharType")) == "end" and opened:
            reading.pop()
            yield from _judged("".join(opened.pop()))
    for rest in opened:
        yield from _judged("".join(rest))


def _judged(instruction: str) -> Iterator[str]:
    match = _WORD.match(instruction)
    kind = (match.group(1) or "").upper() if match else ""
    if not instruction.strip():
        return
    known = kind in _KINDS or instruction.strip().startswith("\\")
    if not known or instruction[len(match.group()) if match else 0 :][:1] == _NESTED:
        yield kind or "?"
        return
    address = _ADDRESS.match(instruction)
    if kind == "HYPERLINK" and address:
        target = address.group(1) or address.group(2) or ""
        try:
            scheme = urlsplit(target).scheme.lower()
        except ValueError:
            scheme = "?"
        # A path without scheme leads to a file beside this one, or to another machine.
        if scheme not in _SCHEMES or target.startswith(("\\", "/")):
            yield f"HYPERLINK to {target[:60]}"
