"""Proposal records: what they are, reading them, selecting and grouping them."""

from briefing.records.model import LocalText, Record
from briefing.records.read import RecordSet, read_records
from briefing.records.vocabulary import Vocabularies

__all__ = ["LocalText", "Record", "RecordSet", "Vocabularies", "read_records"]
