"""What changed since an earlier issue, as ``list`` prints it and as JSON has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefing.problems import visible

if TYPE_CHECKING:
    from briefing.records.changes import Changes

__all__ = ["as_data", "summary"]


def summary(changes: Changes) -> str:
    """Return since when there are how many changes: ``since No. 1 (2024-03-11): 2 new``."""
    from briefing.compose.changing import counts

    name = " ".join(part for part in (changes.number, f"({changes.date})") if part)
    return f"since {visible(name)}: {counts(changes, 'en') or 'no change'}"


def as_data(changes: Changes | None) -> dict[str, Any] | None:
    """Return changes as plain data; the words are those of the two issues."""
    if changes is None:
        return None
    return {
        "number": changes.number,
        "date": changes.date,
        "changes": [
            {
                "id": change.id,
                "kind": change.kind,
                "details": [
                    {
                        "part": detail.part,
                        "recommendation": detail.ask,
                        "old": list(detail.old),
                        "new": list(detail.new),
                    }
                    for detail in change.details
                ],
            }
            for change in changes.changes
        ],
    }
