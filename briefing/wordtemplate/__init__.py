"""Templates written in Word: a DOCX with Jinja2 tags typed into it → a DOCX.

:func:`load` reads one and says all that is wrong with it, :func:`fill` makes a
brief of it, :func:`annotate` returns a copy with a Word comment at each problem.
Read on in this order: ``opening`` (the file, safely), ``tidying`` (what is not to
go into an output), ``tags`` (finding them), ``marking`` and ``levels`` (what a tag
repeats: words, a paragraph, a row), ``source`` (what Jinja2 sees), ``filling`` (the
way back), ``settling`` (the file whole again).
"""

from briefing.wordtemplate.annotate import annotate
from briefing.wordtemplate.filling import fill
from briefing.wordtemplate.template import WordTemplate, load

__all__ = ["WordTemplate", "annotate", "fill", "load"]
