"""Properties in the order that the schema has (ISO/IEC 29500-1, annex A.1).

Programs write them in any order, and most read any; Word may call such a file damaged.
"""

from __future__ import annotations

from collections.abc import Mapping

from briefing.docx.opening import Element
from briefing.docx.reference.markup import W, local

__all__ = ["RANKS", "put_in_order"]

_CHARACTERS = """
    rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof
    snapToGrid color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign
    rtl cs em lang eastAsianLayout oMath"""
_ORDERS = {
    "style": """
        name aliases basedOn next link hidden uiPriority semiHidden unhideWhenUsed qFormat pPr rPr
        tblPr trPr tcPr tblStylePr""",
    "pPr": """
        pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers
        pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE
        autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents
        suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle
        rPr""",
    "rPr": _CHARACTERS,
    "tblPr": """
        tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc
        tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption
        tblDescription""",
    "tcPr": """
        cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText
        vAlign hideMark""",
    "tblStylePr": "pPr rPr tblPr trPr tcPr",
    "tblBorders": "top left start bottom right end insideH insideV",
    "tcBorders": "top left start bottom right end insideH insideV tl2br tr2bl",
    "tblCellMar": "top left start bottom right end",
    "tcMar": "top left start bottom right end",
    "pBdr": "top left bottom right between bar",
    "numPr": "ilvl numId",
    "lvl": "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr",
    "rPrDefault": "rPr",
    "pPrDefault": "pPr",
    "docDefaults": "rPrDefault pPrDefault",
}
RANKS: Mapping[str, Mapping[str, int]] = {
    holder: {W + name: rank for rank, name in enumerate(order.split())}
    for holder, order in _ORDERS.items()
}
"""The place of each element in its holder."""
_SEVERAL = frozenset({W + "tblStylePr"})


def put_in_order(root: Element) -> None:
    """Put the properties under an element in order; what does not belong there goes.

    Of two that say the same, the last counts, as in Word.
    """
    for holder in list(root.iter()):
        ranks = RANKS.get(local(holder))
        if ranks is None:
            continue
        known: dict[object, Element] = {}
        for number, child in enumerate(list(holder)):
            holder.remove(child)
            if child.tag in ranks:
                known[number if child.tag in _SEVERAL else child.tag] = child
        for child in sorted(known.values(), key=lambda one: ranks[str(one.tag)]):
            holder.append(child)
