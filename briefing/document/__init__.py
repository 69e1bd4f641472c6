"""The one model between composing and writing: nodes, and walking over them."""

from briefing.document.nodes import *  # noqa: F403
from briefing.document.nodes import __all__ as _nodes
from briefing.document.walk import *  # noqa: F403
from briefing.document.walk import __all__ as _walk

__all__ = [*_nodes, *_walk]  # noqa: PLE0604 – names, taken from the modules themselves
