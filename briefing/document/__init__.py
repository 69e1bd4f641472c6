"""The one model between composing and writing: nodes, and walking over them."""

from briefing.document.nodes import *  # noqa: F403
from briefing.document.nodes import __all__ as _nodes
from briefing.document.walk import fields, rebuild, rebuild_inlines, walk_blocks, walk_inlines

__all__ = [*_nodes, "fields", "rebuild", "rebuild_inlines", "walk_blocks", "walk_inlines"]  # noqa: PLE0604 – names, taken from the module itself
