r"""Any text as a portable file name.

Portable means: valid on Windows, macOS and Linux alike, on file systems that
ignore case or rewrite accents, in a zip archive and in an e-mail attachment.
The rules are those of Microsoft's "Naming Files, Paths, and Namespaces" plus
what terminals and shells trip over (a leading ``-``, hidden files, ``~$`` of
Word's own lock files, characters that reorder text).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

__all__ = ["LIMIT", "collision_key", "portable_name"]

LIMIT = 120
"""Most bytes of a name in UTF-8 (40 Chinese characters).

File systems allow 255, encrypted ones 143; the ending and the temporary name
``.NAME.docx.briefing-tmp`` must fit as well.
"""

FORBIDDEN = re.compile(r'[<>:"/\\|?*\u2028\u2029]+')
SPACES = re.compile(r"\s+")
RESERVED = re.compile(
    r"(?:con|prn|aux|nul|(?:com|lpt)[0-9¹²³]|conin\$|conout\$)(?=$|[. ])", re.IGNORECASE
)
INVISIBLE = {"Cc", "Cf", "Cs", "Co"}
NONCHARACTERS = frozenset(
    [*range(0xFDD0, 0xFDF0)]
    + [plane * 0x10000 + low for plane in range(17) for low in (0xFFFE, 0xFFFF)]
)
EMPTY = "unnamed"


def portable_name(text: str) -> str:
    r"""Return ``text`` as a file name without ending, at most :data:`LIMIT` bytes long.

    Letters of any script stay.  A name that had to be cut ends in eight digits
    of the SHA-256 of the whole text, so that two long names stay two names.
    The result is the same on every machine, and a name of a name is itself.

    >>> portable_name("数据安全: 2024/03"), portable_name("CON"), portable_name("../etc")
    ('数据安全-2024-03', '_CON', 'etc')
    """
    name = whole = unicodedata.normalize("NFC", text)
    name = SPACES.sub(" ", name)
    name = "".join(char for char in name if not _invisible(char))
    name = re.sub(r" ?" + FORBIDDEN.pattern + r" ?", "-", name)
    # Dropping characters may have brought together what composes.
    name = _trimmed(unicodedata.normalize("NFC", name))
    if RESERVED.match(name):
        name = f"_{name}"
    if len(name.encode()) > LIMIT:
        name = _cut(name, whole)
    return name or EMPTY


def collision_key(name: str) -> str:
    """Return what two names share when some file system takes them for one.

    Canonical caseless matching (Unicode 3.13, D145): case and the way accents
    are composed make no difference.
    """
    decomposed = unicodedata.normalize("NFD", name)
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", decomposed.casefold()))


def _invisible(char: str) -> bool:
    if char.isascii():
        return not char.isprintable()
    return unicodedata.category(char) in INVISIBLE or ord(char) in NONCHARACTERS


def _trimmed(name: str) -> str:
    return name.lstrip(" .-~").rstrip(" .-")


def _cut(name: str, whole: str) -> str:
    tail = "-" + hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    head = name.encode()[: LIMIT - len(tail)].decode("utf-8", "ignore")
    # An accent that stood alone after the cut would sit on the hyphen: not cut inside a cluster.
    rest = name[len(head) :]
    while head and unicodedata.combining(rest[0]):
        head, rest = head[:-1], head[-1] + rest
    return (_trimmed(head) or EMPTY) + tail
