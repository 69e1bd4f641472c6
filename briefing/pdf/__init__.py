"""Document + style → PDF: fonts, atoms, lines, pieces, pages, operators."""

from briefing.pdf.writer import Written, write

__all__ = ["Written", "write"]
