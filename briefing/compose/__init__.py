"""Template + records → Document: sandbox, provenance, components, Markdown."""

from briefing.compose.check import check_template
from briefing.compose.story import compose
from briefing.compose.telling import changes_of, snapshot
from briefing.compose.template import Template, available, load_template

__all__ = [
    "Template",
    "available",
    "changes_of",
    "check_template",
    "compose",
    "load_template",
    "snapshot",
]
