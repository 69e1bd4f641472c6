"""The remarks of a document: a part of their own (ISO/IEC 29500-1, 17.13.4)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefing.document import Comment
from briefing.docx import wml
from briefing.docx.inlines import COMMENT_MARK
from briefing.docx.package import CT, RT, Package, Relations
from briefing.docx.xml import add, root, serialize

__all__ = ["write_comments"]

NAME = "word/comments.xml"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def write_comments(package: Package, relations: Relations, comments: Sequence[Comment]) -> None:
    """Add the part with the texts of ``comments``, in the order of their ids from 0."""
    if not comments:
        return
    element = root("w:comments")
    for number, node in enumerate(comments):
        own = {"id": str(number), "author": node.author, "initials": _initials(node.author)}
        if _DAY.fullmatch(node.date):  # Word wants a day; of less it would make one up
            own["date"] = f"{node.date}T00:00:00Z"
        comment = add(element, "w:comment", **own)
        for index, text in enumerate(node.text or ("",)):
            paragraph = wml.paragraph(comment, "CommentText")
            if not index:
                add(wml.add_run(paragraph, COMMENT_MARK), "w:annotationRef")
            wml.text_runs(paragraph, text)
    relations.internal(RT.COMMENTS, package.part(NAME, CT.WML_COMMENTS, serialize(element)))


def _initials(author: str) -> str:
    """Return what stands for an author in the margin: initials, or one Chinese character."""
    letters = [word[0] for word in author.split() if word[0].isalnum()]
    return "".join(letters[:3]).upper()
