"""Drawings in headers and footers, in both of Word's ways: a picture, or a box with words.

DrawingML (ISO/IEC 29500-1, 20.4 and 20.1) and its forerunner VML (29500-4, 19).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from briefing.docx.opening import Element
from briefing.docx.reference.markup import R, W, local, measure
from briefing.docx.reference.theme import Theme
from briefing.docx.xml import NAMESPACES
from briefing.style.stationery import Place

__all__ = ["Drawing", "drawing_of"]

_A = f"{{{NAMESPACES['a']}}}"
_WP = f"{{{NAMESPACES['wp']}}}"
_VML = "{urn:schemas-microsoft-com:vml}"
_EMU = 12_700  # a point
_LARGEST = 4_000.0
"""No picture is larger than this, in points: more than any paper."""
_INSET = (3.6, 7.2, 3.6, 7.2)
"""How far words stand from the sides of a box where nothing is said: top, right, bottom, left."""
_AT = {"left": "start", "top": "start", "center": "center", "right": "end", "bottom": "end",
       "inside": "inside", "outside": "outside"}  # fmt: skip
_OF = {"character": "column", "line": "paragraph", "text": "paragraph", "char": "column",
       "insideMargin": "leftMargin", "outsideMargin": "rightMargin"}  # fmt: skip
_NUMBER = re.compile(r"-?\d{1,11}")


@dataclass(slots=True)
class Drawing:
    """A drawing: what of it can be drawn, and what cannot (``lacking``).

    ``relation`` leads to its picture, ``box`` holds the paragraphs of a text box.
    ``across`` and ``down`` are None where it stands in the line.  Lengths are in points,
    ``crop`` in shares of the picture, ``inset`` is (top, right, bottom, left).
    """

    width: float = 0.0
    height: float = 0.0
    relation: str = ""
    box: list[Element] | None = None
    across: Place | None = None
    down: Place | None = None
    behind: bool = False
    crop: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    inset: tuple[float, float, float, float] = _INSET
    fill: str | None = None
    narrow: bool = False
    lacking: list[str] = field(default_factory=list)


def drawing_of(element: Element, theme: Theme) -> Drawing:
    """Return what a ``w:drawing`` or ``w:pict`` shows."""
    return _vml(element) if element.tag == W + "pict" else _drawing(element, theme)


def _drawing(element: Element, theme: Theme) -> Drawing:
    found = Drawing()
    holder = next(element.iter(_WP + "inline", _WP + "anchor"), None)
    if holder is None:
        return found
    extent = holder.find(_WP + "extent")
    if extent is not None:
        found.width, found.height = (_points(extent.get(name, "")) for name in ("cx", "cy"))
    if holder.tag == _WP + "anchor":
        found.behind = holder.get("behindDoc") in {"1", "true"}
        found.across, found.down = _position(holder, "H"), _position(holder, "V")
    inner = next((one for data in holder.iter(_A + "graphicData") for one in data), None)
    kind = local(inner) if inner is not None else ""
    if inner is not None and kind == "pic":
        _picture(found, inner)
    elif inner is not None and kind == "wsp":
        _shape(found, inner, theme)
    else:
        found.lacking.append("a group of shapes or pictures")
    return found


def _picture(found: Drawing, picture: Element) -> None:
    blip = next(picture.iter(_A + "blip"), None)
    found.relation = blip.get(R + "embed", "") if blip is not None else ""
    source = next(picture.iter(_A + "srcRect"), None)
    if source is not None:
        shares = [(_whole(source.get(side, "")) or 0) / 100_000 for side in "ltrb"]
        left, top, right, bottom = (min(max(share, 0.0), 0.95) for share in shares)
        if left + right < 1 and top + bottom < 1:
            found.crop = (left, top, right, bottom)
    form = next(picture.iter(_A + "xfrm"), None)
    turned = form is not None and any(
        form.get(name, "0") not in {"0", "false"} for name in ("rot", "flipH", "flipV")
    )
    effects = {_A + name for name in ("lum", "alphaModFix", "duotone", "grayscl", "biLevel",
                                      "clrChange")}  # fmt: skip
    recoloured = blip is not None and any(one.tag in effects for one in blip)
    if turned or recoloured:
        how = "turned or mirrored" if turned else "recoloured or washed out"
        found.lacking.append(f"a picture that is {how}")
        found.relation = ""


def _shape(found: Drawing, shape: Element, theme: Theme) -> None:
    properties = next((one for one in shape if local(one) == "spPr"), None)
    fill = properties.find(_A + "solidFill") if properties is not None else None
    if fill is not None:
        found.fill = _colour(fill, theme)
    form = properties.find(_A + "prstGeom") if properties is not None else None
    plain = form is not None and form.get("prst") == "rect"
    content = next((one for one in shape.iter(W + "txbxContent")), None)
    if content is not None:
        found.box = list(content)
        body = next((one for one in shape if local(one) == "bodyPr"), None)
        if body is not None:
            sides = (_whole(body.get(name, "")) for name in ("tIns", "rIns", "bIns", "lIns"))
            found.inset = _sides([None if one is None else one / _EMU for one in sides])
            found.narrow = body.get("wrap") == "none"
    elif form is not None and form.get("prst") in {"line", "straightConnector1"}:
        _line(found, shape, properties, theme)
    elif not plain or found.fill is None:
        found.fill = None
        found.lacking.append("a shape")


def _line(found: Drawing, shape: Element, properties: Element | None, theme: Theme) -> None:
    """Take a straight line as a thin box."""
    stroke = properties.find(_A + "ln") if properties is not None else None
    width = _points(stroke.get("w", "9525")) if stroke is not None else 0.75
    fill = stroke.find(_A + "solidFill") if stroke is not None else None
    colour = _colour(fill, theme) if fill is not None else None
    style = next((one for one in shape if local(one) == "style"), None)
    if colour is None and style is not None:
        reference = style.find(_A + "lnRef")
        colour = _colour(reference, theme) if reference is not None else None
    if min(found.width, found.height) > 1:
        found.lacking.append("a slanting line")
        return
    found.fill = colour or "#000000"
    if found.width >= found.height:
        found.height = max(width, 0.25)
    else:
        found.width = max(width, 0.25)


def _sides(lengths: list[float | None]) -> tuple[float, float, float, float]:
    top, right, bottom, left = (
        usual if own is None else min(max(own, 0.0), 200.0)
        for own, usual in zip(lengths, _INSET, strict=True)
    )
    return top, right, bottom, left


def _colour(fill: Element, theme: Theme) -> str | None:
    plain = fill.find(_A + "srgbClr")
    if plain is not None and len(plain.get("val", "")) == 6:
        text = plain.get("val", "").upper()
        return f"#{text}" if re.fullmatch("[0-9A-F]{6}", text) else None
    themed = fill.find(_A + "schemeClr")
    names = {"tx1": "dk1", "bg1": "lt1", "tx2": "dk2", "bg2": "lt2"}
    name = themed.get("val", "") if themed is not None else ""
    return theme.colour(names.get(name, name))


def _position(anchor: Element, way: str) -> Place:
    position = anchor.find(f"{_WP}position{way}")
    if position is None:
        return Place("column" if way == "H" else "paragraph")
    of = position.get("relativeFrom", "")
    offset, side = position.find(f"{_WP}posOffset"), position.find(f"{_WP}align")
    text = (offset.text or "") if offset is not None else ""
    at = _AT.get((side.text or "").strip(), "") if side is not None else ""
    return Place(_OF.get(of, of), (_whole(text) or 0) / _EMU, at)  # type: ignore[arg-type]


def _whole(text: str) -> int | None:
    return int(text) if _NUMBER.fullmatch(text.strip()) else None


def _points(text: str) -> float:
    return min(max(0, _whole(text) or 0) / _EMU, _LARGEST)


# ── VML ────────────────────────────────────────────────────────────────────


def _vml(element: Element) -> Drawing:
    found = Drawing()
    shapes = [one for one in element if str(one.tag).startswith(_VML) and local(one) != "shapetype"]
    if not shapes:
        return found
    shape = shapes[0]
    if len(shapes) > 1 or local(shape) == "group":
        found.lacking.append("a group of shapes or pictures")
        return found
    style = _declared(shape.get("style", ""))
    found.width = _css(style.get("width", "")) or 0.0
    found.height = _css(style.get("height", "")) or 0.0
    if style.get("position") == "absolute":
        found.behind = style.get("z-index", "").startswith("-")
        found.across, found.down = _vml_place(style, "horizontal"), _vml_place(style, "vertical")
    data = shape.find(_VML + "imagedata")
    content = next(shape.iter(W + "txbxContent"), None)
    if data is not None:
        washed = any(data.get(name) is not None for name in ("gain", "blacklevel", "chromakey"))
        if washed or style.get("rotation", "0") != "0":
            found.lacking.append("a picture that is recoloured or washed out")
            return found
        found.relation = data.get(R + "id", "")
        shares = [
            _share(data.get(f"crop{side}", "")) for side in ("left", "top", "right", "bottom")
        ]
        if shares[0] + shares[2] < 1 and shares[1] + shares[3] < 1:
            found.crop = (shares[0], shares[1], shares[2], shares[3])
    elif content is not None:
        found.box = list(content)
        box = next(shape.iter(_VML + "textbox"), None)
        given = box.get("inset", "").split(",") if box is not None else []
        left, top, right, bottom = ([_css(one) for one in given] + [None] * 4)[:4]
        found.inset = _sides([top, right, bottom, left])
        found.narrow = style.get("mso-wrap-style") == "none"
    elif shape.find(_VML + "textpath") is not None:
        found.lacking.append("a watermark of words")
    else:
        found.lacking.append("a shape")
    return found


def _declared(style: str) -> Mapping[str, str]:
    pairs = (one.partition(":") for one in style.split(";"))
    return {name.strip().lower(): text.strip() for name, _, text in pairs}


def _vml_place(style: Mapping[str, str], way: str) -> Place:
    side, margin = ("left", "margin-left") if way == "horizontal" else ("top", "margin-top")
    offset = _css(style.get(margin, "")) or _css(style.get(side, "")) or 0.0
    usual = "column" if way == "horizontal" else "paragraph"
    of = style.get(f"mso-position-{way}-relative", usual)
    of = {"left-margin-area": "leftMargin", "right-margin-area": "rightMargin",
          "top-margin-area": "topMargin", "bottom-margin-area": "bottomMargin"}.get(of, of)  # fmt: skip
    if of == "text":
        of = usual
    at = _AT.get(style.get(f"mso-position-{way}", ""), "")
    return Place(_OF.get(of, of), offset, at)  # type: ignore[arg-type]


def _css(text: str) -> float | None:
    """Return a length in points, within what paper may have."""
    text = text.strip()
    if not text:
        return None
    if text.endswith("px") or text.lstrip("-").isdigit():
        twips = measure(text.removesuffix("px") + "pt")
        twips = round(twips * 0.75) if twips is not None else None
    elif text[-2:] in {"pt", "in", "cm", "mm"}:
        twips = measure(text)
    else:
        twips = None
    return None if twips is None else min(max(twips / 20, -_LARGEST), _LARGEST)


def _share(text: str) -> float:
    """Return a share: a number, or 65536ths where an ``f`` follows."""
    try:
        share = float(text[:-1]) / 65_536 if text.endswith("f") else float(text or 0)
    except ValueError:
        return 0.0
    return min(max(share, 0.0), 0.95)
