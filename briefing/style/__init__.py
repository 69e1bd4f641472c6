"""House styles: how a brief looks, as data that both writers share."""

from briefing.style.model import Style
from briefing.style.read import read_style, style_names

__all__ = ["Style", "read_style", "style_names"]
