"""The one model between composing and writing: nodes, and walking over them."""

from briefing.document.nodes import *  # noqa: F403
from briefing.document.nodes import __all__ as __all__
