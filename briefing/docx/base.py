"""What a DOCX keeps of how it was built, so that edits can be found again.

Two carriers that Word, WPS and LibreOffice all keep when they save a file:

* a custom XML part (ISO/IEC 29500-1, 15.2.5) with the document as it was built;
* a hidden bookmark round the runs of every field.  ``_F7`` is the eighth field
  of that document, in the order of :func:`briefing.document.fields`.  A table of
  contents only repeats, so that nothing in it is marked.

Content controls and paragraph ids would say the same, but LibreOffice drops them.

A file that keeps a person's edits has the document *without* them as its base: what
the program alone would have built.  So the edits are edits still, and the next
pull or the next build finds them again; were they in the base, they would look
like words of the program's own that a newer brief has no use for.  Such a file says
of itself that it is edited, although nobody has touched it since it was written.
"""

from __future__ import annotations

from collections.abc import Sequence

from briefing.document import Document
from briefing.document.codec import encode
from briefing.docx.package import RT, Package, Part, Relations
from briefing.docx.xml import NAMESPACES, add, root, serialize, set_text

__all__ = ["write_base"]

VERSION = "1"
_PART = "customXml/item1.xml"
_PROPERTIES = "customXml/itemProps1.xml"
_PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
# Names the kind of part, and is the same in every file: made once, and never to change.
_ITEM = "{6C4DB5B5-2F6B-5C0E-9B55-6C1B2E0B7A51}"


def write_base(
    package: Package,
    relations: Relations,
    document: Document,
    style: str,
    *,
    pictures: Sequence[tuple[str, float]] = (),
    edited: bool = False,
) -> None:
    """Add the part that holds ``document`` as built in the style called ``style``.

    ``pictures`` are the digests of the file's pictures, and how wide each stands, in
    points.  ``edited``: the file itself says something else, because it keeps what a
    person wrote.
    """
    element = root("b:base", default=True)
    element.set("version", VERSION)
    if edited:
        element.set("edited", "true")
    element.set("style", style)
    element.set("language", document.meta.language)
    if pictures:
        element.set("pictures", " ".join(f"{digest}:{width:.2f}" for digest, width in pictures))
    set_text(element, encode(document))
    part = package.part(_PART, "application/xml", serialize(element))
    relations.internal(RT.CUSTOM_XML, part)
    properties = root("ds:datastoreItem")
    properties.set("ds:itemID", _ITEM)
    schemas = add(properties, "ds:schemaRefs")
    add(schemas, "ds:schemaRef").set("ds:uri", NAMESPACES["b"])
    held: Part = package.part(_PROPERTIES, _PROPERTIES_TYPE, serialize(properties))
    Relations(part).internal(RT.CUSTOM_XML_PROPS, held)
