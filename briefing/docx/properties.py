"""Core, application and custom properties: what a document says about itself."""

from __future__ import annotations

import re

from briefing.document import Meta
from briefing.docx.xml import add, root, serialize

__all__ = ["application_properties", "core_properties", "custom_properties"]

# The format id that the standard gives to custom properties (Part 4, 7.3).
_CUSTOM = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def core_properties(meta: Meta) -> bytes:
    """Return the core properties (Dublin Core).

    Created and modified are the brief's own date at midnight UTC; a date given
    only by month or year means its first day.  Without a date there are neither.

    Raises:
        ValueError: the date is no ISO 8601 date.
    """
    element = root("cp:coreProperties", ("dc", "dcterms", "xsi"))
    creator = "; ".join(meta.authors) or meta.organization
    time = _time(meta.date) if meta.date else ""
    for name, value in (
        ("dc:title", meta.title),
        ("dc:subject", meta.subject),
        ("dc:creator", creator),
        ("cp:keywords", "; ".join(meta.keywords)),
        ("cp:lastModifiedBy", creator),
        ("cp:revision", "1"),
    ):
        if value:
            add(element, name, value)
    for name in ("dcterms:created", "dcterms:modified") if time else ():
        add(element, name, time).set("xsi:type", "dcterms:W3CDTF")
    for name, value in (("dc:identifier", meta.identifier), ("dc:language", meta.language)):
        if value:
            add(element, name, value)
    return serialize(element)


def application_properties(meta: Meta) -> bytes:
    """Return the extended properties: only who issues the document, and no program."""
    element = root("ext:Properties", default=True)
    if meta.organization:
        add(element, "ext:Company", meta.organization)
    return serialize(element)


def custom_properties(values: dict[str, str]) -> bytes:
    """Return the custom properties part with text values."""
    element = root("cust:Properties", ("vt",), default=True)
    for number, (name, value) in enumerate(values.items(), 2):  # 0 and 1 are reserved
        entry = add(element, "cust:property", fmtid=_CUSTOM, pid=str(number), name=name)
        add(entry, "vt:lpwstr", value)
    return serialize(element)


def _time(date: str) -> str:
    found = _DATE.fullmatch(date)
    if not found:
        raise ValueError(f"{date!r} is no ISO 8601 date such as 2024-03-11 or 2024-03")
    year, month, day = found.groups(default="01")
    return f"{year}-{month}-{day}T00:00:00Z"
