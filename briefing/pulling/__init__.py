"""Edits that people made in a DOCX, back into the records.

``edits`` says what a file's reader changed, field by field; ``places`` where each
field stands in the project's files; ``plan`` lays the three versions side by side:
the brief as it was built, the edited file, the records as they are now; ``write``
puts what was chosen into the files.
"""

from __future__ import annotations

from briefing.pulling.places import Places
from briefing.pulling.plan import Change, Choice, Plan, State, plan
from briefing.pulling.write import Written, write

__all__ = ["Change", "Choice", "Places", "Plan", "State", "Written", "plan", "write"]
