"""Bytes to text: UTF-8, or a helpful word about what the bytes seem to be."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

__all__ = ["Undecodable", "decode"]

SAVE = (
    "save the file as UTF-8 (VS Code: click the encoding at the bottom right, Save with Encoding; "
    "Notepad: Save As, Encoding UTF-8)"
)
SAMPLE = 1 << 18
"""Bytes that a guess looks at."""

CJK = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


@dataclass(frozen=True, slots=True)
class Undecodable:
    """Why bytes are no UTF-8 text.

    ``line`` and ``column`` count from 1, in characters; ``excerpt`` is the line
    as the guessed encoding reads it.
    """

    line: int
    column: int
    excerpt: str
    message: str
    hint: str


def decode(data: bytes) -> str | Undecodable:
    """Return the text without its byte order mark, or what is wrong with the bytes."""
    for mark, name, label in (
        (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
        (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
        (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
        (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
    ):
        if data.startswith(mark):
            return _wide(data, name, label)
    # Latin letters in UTF-16 without a mark: every other byte is zero.
    sample = data[:4096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) >= max(4, len(sample) // 8) and min(even, odd) * 10 < max(even, odd):
        return _wide(data, "utf-16-le" if odd > even else "utf-16-be", "UTF-16")
    body = data.removeprefix(codecs.BOM_UTF8)
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        return _broken(body, error)


def _wide(data: bytes, name: str, label: str) -> Undecodable:
    text = data[:4096].decode(name, "replace").lstrip("\ufeff")
    excerpt = re.split(r"\r\n|\n|\r", text, maxsplit=1)[0]
    return Undecodable(1, 1, excerpt, f"the file is saved as {label}, not as UTF-8", SAVE)


def _broken(data: bytes, error: UnicodeDecodeError) -> Undecodable:
    before = data[: error.start]
    start = max(before.rfind(b"\n"), before.rfind(b"\r")) + 1
    line = len(re.findall(rb"\r\n|\n|\r", before)) + 1
    if before.endswith(b"\r") and data[error.start : error.start + 1] == b"\n":
        line -= 1
    column = len(before[start:].decode("utf-8")) + 1
    end = re.compile(rb"[\r\n]|\Z").search(data, error.start)
    raw = data[start : end.start() if end else len(data)]
    byte = data[error.start]
    where = f"byte 0x{byte:02X} is not UTF-8"
    if error.reason == "unexpected end of data" and error.end == len(data):
        excerpt = raw.decode("utf-8", "replace")
        hint = "the file seems to have been cut off: copy it again"
        return Undecodable(
            line, column, excerpt, "the file ends in the middle of a character", hint
        )
    guess = _guess(data)
    if guess is None:
        excerpt = raw.decode("utf-8", "replace")
        hint = f"write the character again here, then {SAVE}"
        return Undecodable(line, column, excerpt, where, hint)
    name, label = guess
    excerpt = raw.decode(name, "replace")
    column = len(data[start : error.start].decode(name, "replace")) + 1
    message = f"{where}; the file seems to be saved as {label}"
    return Undecodable(line, column, excerpt, message, SAVE)


def _guess(data: bytes) -> tuple[str, str] | None:
    """Return ``(codec, name for people)``, or ``None`` where most of the file is UTF-8."""
    sample = data[:SAMPLE] if not data[:SAMPLE].isascii() else data[-SAMPLE:]
    lenient = sample.decode("utf-8", "surrogateescape")
    invalid = sum("\udc80" <= char <= "\udcff" for char in lenient)
    good = sum(char > "\x7f" for char in lenient) - invalid
    if good > 2 * invalid:
        return None
    best: tuple[float, str, str] | None = None
    for name, label in (("gb18030", "GB18030 (GBK)"), ("big5", "Big5"), ("shift_jis", "Shift JIS")):
        text = sample.decode(name, "replace")
        beyond = [char for char in text if char > "\x7f"]
        if not beyond:
            continue
        score = sum(_weight(char) for char in beyond) / len(beyond)
        if best is None or score > best[0] + 0.02:
            best = (score, name, label)
    if best is not None and best[0] > 0.6:
        return best[1], best[2]
    return "cp1252", "Windows-1252 (Latin-1)"


def _weight(char: str) -> float:
    """Say how much a character speaks for a Chinese or Japanese encoding: 0 to 1."""
    if char == "\ufffd":
        return -1.0
    if not CJK.match(char):
        return 1.0 if "\u3040" <= char <= "\u30ff" or char in "“”‘’—…·" else 0.0
    try:
        raw = char.encode("gb2312")
    except UnicodeEncodeError:
        return 0.6
    # Level 1 of GB 2312 (lead bytes B0 to D7): the 3,755 commonest characters.
    return 1.0 if raw[0] <= 0xD7 else 0.6
