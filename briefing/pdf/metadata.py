"""What a PDF says of itself: XMP, document information and output intent.

PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1) are claimed in XMP; the
information dictionary says the same as XMP does (ISO 19005-2, 6.6.3).
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from xml.sax.saxutils import escape

from briefing.document import Attachment, Meta
from briefing.pdf.objects import File, text

__all__ = ["add_attachments", "add_information", "add_intent", "add_metadata"]

TOOL = "briefing"
_DATES = ("CreateDate", "ModifyDate")


def _date(meta: Meta) -> tuple[str, str, str] | None:
    if not meta.date:
        return None
    year, month, day = [*meta.date.split("-"), "01", "01"][:3]
    return year, month, day


def _stamp(meta: Meta) -> str:
    """Return the brief's date as PDF writes it; nothing where it has none."""
    date = _date(meta)
    return f"D:{''.join(date)}000000Z" if date else ""


def add_information(file: File, meta: Meta) -> str:
    """Add the information dictionary (14.3.3)."""
    stamp = _stamp(meta)
    found = {
        "Title": meta.title,
        "Author": _author(meta),
        "Subject": meta.subject,
        "Keywords": ", ".join(meta.keywords),
        "Creator": TOOL,
        "Producer": TOOL,
        "CreationDate": stamp,
        "ModDate": stamp,
    }
    entries = " ".join(f"/{key} {text(value)}" for key, value in found.items() if value)
    return file.add("info", f"<< {entries} >>")


def _author(meta: Meta) -> str:
    return ", ".join(meta.authors) or meta.organization


def add_metadata(file: File, meta: Meta, part: int) -> str:
    """Add the XMP packet (14.3.2), which stays uncompressed so that any tool finds it.

    ``part`` is that of PDF/A: 2, or 3 for a file that carries others.
    """
    date = _date(meta)
    stamp = f"{'-'.join(date)}T00:00:00Z" if date else ""
    dates = "".join(f"<xmp:{name}>{stamp}</xmp:{name}>\n" for name in _DATES) if stamp else ""
    language = escape(meta.language, {'"': "&quot;"})

    def alternative(name: str, value: str) -> str:
        if not value:
            return ""
        return (
            f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{escape(value)}</rdf:li>'
            f"</rdf:Alt></{name}>"
        )

    keywords = ", ".join(meta.keywords)
    words = f"<pdf:Keywords>{escape(keywords)}</pdf:Keywords>" if keywords else ""
    packet = f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<dc:format>application/pdf</dc:format>
{alternative("dc:title", meta.title)}
{alternative("dc:description", meta.subject)}
<dc:creator><rdf:Seq><rdf:li>{escape(_author(meta))}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
{words}<pdf:Producer>{TOOL}</pdf:Producer>
<xmp:CreatorTool>{TOOL}</xmp:CreatorTool>
{dates}<pdfaid:part>{part}</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""
    data = packet.encode("utf-8")
    return file.stream("metadata", data, "/Type /Metadata /Subtype /XML ", plain=True)


def add_attachments(file: File, meta: Meta, attachments: Sequence[Attachment]) -> str:
    """Add associated files (ISO 19005-3, 6.8); return entries of the catalog."""
    stamp = _stamp(meta)
    specs: list[tuple[str, str]] = []
    for attachment in attachments:
        kind = attachment.media_type.replace("/", "#2F")
        data = file.stream(
            f"attached:{attachment.name}",
            attachment.data,
            f"/Type /EmbeddedFile /Subtype /{kind} /Params << /Size {len(attachment.data)}"
            + (f" /ModDate ({stamp})" if stamp else "")
            + " >> ",
        )
        name = text(attachment.name)
        words = (
            f"<< /Type /Filespec /F {name} /UF {name} /Desc {text(attachment.description)}"
            f" /AFRelationship /Source /EF << /F {data} /UF {data} >> >>"
        )
        specs.append((name, file.add(f"file:{attachment.name}", words)))
    if not specs:
        return ""
    names = " ".join(f"{name} {spec}" for name, spec in sorted(specs))
    associated = " ".join(spec for _, spec in specs)
    return f" /AF [{associated}] /Names << /EmbeddedFiles << /Names [{names}] >> >>"


def add_intent(file: File) -> str:
    """Add the output intent (14.11.5): our colours are meant as sRGB."""
    profile = file.stream("profile", srgb(), "/N 3 ")
    name = text("sRGB IEC61966-2.1")
    return file.add(
        "intent",
        f"<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier {name}"
        f" /Info {name} /DestOutputProfile {profile} >>",
    )


def srgb() -> bytes:
    """Return an ICC profile of sRGB (ICC.1:2004-10, IEC 61966-2-1), made from its figures.

    Primaries and white point are adapted to D50 as the profile format wants.
    """

    def fixed(value: float) -> bytes:
        return struct.pack(">i", round(value * 65536))

    def xyz(*values: float) -> bytes:
        return b"XYZ \0\0\0\0" + b"".join(map(fixed, values))

    def words(value: str) -> bytes:
        data = value.encode("utf-16-be")
        return b"mluc\0\0\0\0" + struct.pack(">II2s2sII", 1, 12, b"en", b"US", len(data), 28) + data

    # IEC 61966-2-1: linear up to 0.04045, then a power of 2.4.
    curve = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
    curves = b"para\0\0\0\0" + struct.pack(">HH", 3, 0) + b"".join(map(fixed, curve))
    adapted = (1.04790, 0.02292, -0.05019, 0.02959, 0.99048, -0.01707, -0.00925, 0.01508, 0.75170)
    tags = {
        b"desc": words("sRGB IEC61966-2.1"),
        b"cprt": words("No copyright, use freely"),
        b"wtpt": xyz(0.96420, 1.0, 0.82491),
        b"chad": b"sf32\0\0\0\0" + b"".join(map(fixed, adapted)),
        b"rXYZ": xyz(0.43604, 0.22249, 0.01392),
        b"gXYZ": xyz(0.38512, 0.71690, 0.09708),
        b"bXYZ": xyz(0.14305, 0.06061, 0.71393),
        b"rTRC": curves,
        b"gTRC": curves,
        b"bTRC": curves,
    }
    table = struct.pack(">I", len(tags))
    body = b""
    start = 128 + 4 + 12 * len(tags)
    seen: dict[bytes, int] = {}
    for name, data in tags.items():
        if data not in seen:
            seen[data] = start + len(body)
            body += data + b"\0" * (-len(data) % 4)
        table += name + struct.pack(">II", seen[data], len(data))
    size = start + len(body)
    date = struct.pack(">6H", 2024, 1, 1, 0, 0, 0)
    head = struct.pack(">I4sI", size, b"\0\0\0\0", 0x04200000) + b"mntrRGB XYZ " + date + b"acsp"
    head += b"\0" * 28 + fixed(0.96420) + fixed(1.0) + fixed(0.82491)
    return head.ljust(128, b"\0") + table + body
