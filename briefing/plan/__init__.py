"""The plan: which briefs are built, of which records, and what their files are called."""

from briefing.plan.expand import expand, left_out
from briefing.plan.model import PlannedBrief, Project
from briefing.plan.read import read_project, record_files

__all__ = [
    "PlannedBrief",
    "Project",
    "expand",
    "left_out",
    "read_project",
    "record_files",
]
