"""House styles: how a brief looks, as data that both writers share."""

from briefing.style.model import Reference, Style
from briefing.style.read import read_style, style_files, style_names

__all__ = ["Reference", "Style", "read_style", "style_files", "style_names"]
