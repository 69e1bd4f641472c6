"""Addresses that a link in a file may lead to."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

__all__ = ["safe_address"]

_SCHEMES = {"http", "https", "mailto"}
_BARE_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
# RFC 3986: unreserved, reserved and the percent sign itself.
_ADDRESS = "-._~:/?#[]@!$&'()*+,;=%"


def safe_address(target: str) -> str | None:
    """Return an address that Word accepts as a relationship's target, or None.

    Only ``http``, ``https`` and ``mailto`` lead outside.  Signs that RFC 3986
    doesn't know are percent-encoded: Word calls a whole file damaged over one
    address with a space in it.
    """
    try:
        parts = urlsplit(target)
        host = parts.hostname
        _ = parts.port  # raises if it is no number
    except ValueError:
        return None
    if parts.scheme.lower() not in _SCHEMES:
        return None
    if parts.scheme.lower() != "mailto" and not host:
        return None
    try:
        if host and not host.isascii():
            target = target.replace(parts.netloc, parts.netloc.encode("idna").decode(), 1)
        return quote(_BARE_PERCENT.sub("%25", target), safe=_ADDRESS)
    except UnicodeError:
        return None
