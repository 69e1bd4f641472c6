"""A DOCX of every kind that the program writes, for programs that judge them."""

from __future__ import annotations

import functools
import tempfile
from dataclasses import replace
from pathlib import Path

from filling_in import filled
from letterheads import english, wps
from rewrites import rewritten
from sample_briefs import brief, everything, hostile, line, modern
from wordfile import made

from briefing.building.workshop import number_scheme
from briefing.document import Comment, Document, Footnote, Paragraph, Text
from briefing.document.redline import redline
from briefing.docx import write
from briefing.docx.read import read
from briefing.docx.reference import house_style
from briefing.problems import ordered
from briefing.resources import templates_folder
from briefing.style import Style, read_style
from briefing.transforms import apply, bare
from briefing.transforms.turning import turn_wide_tables
from briefing.wordtemplate import annotate

__all__ = ["SAMPLES", "outputs", "style_of"]

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*.docx"))
TEMPLATE = """header: {{ issue.organization }}
# {{ issue.series }}
{% for p in proposals %}
{{ p.heading }}^[{{ p.summary }}]
{% endfor %}
| {% for p in proposals %}{{ p.number }} | {{ p.heading }}{% endfor %} |
{{ masthead() }}
{{ summary_table(proposals) }}
{{ recommendations(proposals) }}
{{ chart(counts(proposals, by="theme")) }}
{{ sources(proposals) }}
end"""
WRONG = "header: {{ isue.date }}\nDear {{ issue.organisation }}\n| {{ p.id }} | x |"


def style_of(name: str) -> Style:
    """Return a house style that ships with the program."""
    style, _ = read_style(name, (templates_folder(),))
    assert style is not None
    return style


def lettered(file: bytes) -> Style:
    """Return the house style `modern` on a company's own Word file."""
    with tempfile.TemporaryDirectory() as folder:
        styles = Path(folder) / "styles"
        styles.mkdir()
        (styles / "letterhead.dotx").write_bytes(file)
        (styles / "firm.yaml").write_text("base: modern\nreference_docx: letterhead.dotx\n")
        style, problems = house_style("firm", [Path(folder), templates_folder()])
    assert style is not None, problems
    return style


@functools.cache
def outputs() -> dict[str, bytes]:
    """Return files by what is special about them."""
    official = style_of("official")
    remark = Comment((Text("词"),), "李 明", ("为什么？", "A & B"), "2024-03-11")
    note = Footnote((Paragraph((remark,)), line("注的第二段")), "n1", 1)
    remarked = replace(brief(), blocks=(*brief().blocks, Paragraph((remark, note))))
    filled_in, problems = filled(made(TEMPLATE), "zh")
    assert filled_in is not None, problems
    wrong = made(WRONG)
    annotated = annotate(wrong, "templates/case.docx", ordered(filled(wrong)[1]))
    assert annotated is not None
    files = {
        "every kind of node": write(everything(), modern()),
        "every kind of node, official": write(everything(), official),
        "English": write(brief("en"), modern()),
        "English, official": write(brief("en"), official),
        "hostile texts": write(hostile(), modern()),
        "comments and footnotes": write(remarked, modern()),
        "on a letterhead": write(everything(), lettered(english())),
        "on a letterhead of WPS": write(remarked, lettered(wps())),
        "a filled-in Word template": filled_in,
        "an annotated Word template": annotated,
    }
    for path in SAMPLES[::9]:
        files[path.name] = path.read_bytes()
        old, new, style = _issues(path)
        scheme = number_scheme(style, old.meta.language)
        marked = turn_wide_tables(redline(old, new), scheme)
        files[f"redline of {path.name}"] = write(marked, style)
        files[f"edits kept in {path.name}"] = write(new, style, base=old)
    return files


def _issues(path: Path) -> tuple[Document, Document, Style]:
    """Return a sample, a newer version of it, and their style."""
    reading = read(path.read_bytes(), path.name)
    style = style_of(reading.style or "modern")
    old = reading.document
    scheme = number_scheme(style, old.meta.language)
    return old, apply(rewritten(bare(old), SAMPLES.index(path), 14), scheme), style
