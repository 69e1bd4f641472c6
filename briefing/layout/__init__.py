"""How a produced file stands to GB/T 9704-2012: what was measured, and what deviates."""

from briefing.layout.judge import judge
from briefing.layout.model import Body, Deviation, Measured, PageNumber, Sheet, Stretch

__all__ = ["Body", "Deviation", "Measured", "PageNumber", "Sheet", "Stretch", "judge"]
