"""What programs change by themselves, and no person meant: quotes, dashes, spaces."""

from __future__ import annotations

from difflib import SequenceMatcher

__all__ = ["alike", "meant"]

_ALIKE = {
    **dict.fromkeys("“”„‟«»＂″", '"'),
    **dict.fromkeys("‘’‚‛＇′", "'"),
    **dict.fromkeys("\u00a0\u2002\u2003\u2009\u202f\t", " "),
    **dict.fromkeys("\u2010\u2011", "-"),
    **dict.fromkeys("–—", "-"),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
    "…": "...",
    "⁄": "/",
}

_COMPARED = 4_000  # characters


def _folded(text: str) -> tuple[str, list[int]]:
    """Return a text as it is compared, and for each of its characters where it stood."""
    out: list[str] = []
    places: list[int] = []
    for at, char in enumerate(text):
        for one in _ALIKE.get(char, char):
            if one == " " and out and out[-1] == " ":
                continue  # a space typed twice
            if one == "-" and out and out[-1] == "-":
                continue  # -- became –
            out.append(one)
            places.append(at)
    return "".join(out), places


def alike(one: str, other: str) -> bool:
    """Whether two texts differ in nothing but what programs change by themselves."""
    return one == other or _folded(one.strip())[0] == _folded(other.strip())[0]


def meant(old: str, new: str) -> str:
    """Return the new text with the old one's quotes, dashes and spaces where words stayed."""
    new = new.strip()
    if alike(old, new):
        return old
    left, from_left = _folded(old)
    right, from_right = _folded(new)
    if len(left) > _COMPARED or len(right) > _COMPARED:
        return new
    out: list[str] = []
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    for kind, a0, a1, b0, b1 in matcher.get_opcodes():
        if kind == "equal":
            out.append(old[from_left[a0] : _end(from_left, a1, len(old))])
        elif b1 > b0:
            out.append(new[from_right[b0] : _end(from_right, b1, len(new))])
    made = "".join(out)
    # Where a fold cut through a sign, the text as typed is the safer one.
    return made.strip() if _folded(made.strip())[0] == right else new


def _end(places: list[int], index: int, length: int) -> int:
    return places[index] if index < len(places) else length
