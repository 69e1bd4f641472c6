"""Companies' Word files, written as XML: an English firm's, a Chinese company's, and worse."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
SPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:a="{A}" xmlns:pic="{PIC}" xmlns:wp="{WP}"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" mc:Ignorable="w14"'
)
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
KINDS = {"styles": "styles", "numbering": "numbering", "settings": "settings",
         "fontTable": "fontTable", "comments": "comments"}  # fmt: skip


def png(width: int = 240, height: int = 80, colour: tuple[int, int, int] = (123, 30, 58)) -> bytes:
    """Return a picture: a block of colour with a white bar."""
    bar = range(height * 2 // 5, height * 3 // 5)
    rows = b"".join(
        b"\0" + (b"\xff\xff\xff" if y in bar else bytes(colour)) * width for y in range(height)
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(kind, data)
        for kind, data in (
            (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
            (b"tEXt", b"Author\0SECRET-IN-PICTURE"),
            (b"IDAT", zlib.compress(rows)),
            (b"IEND", b""),
        )
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def logo(relation: str = "rId1", *, width_mm: float = 40, height_mm: float = 13) -> str:
    """Return a run with a picture in the line."""
    size = f'cx="{round(width_mm * 36000)}" cy="{round(height_mm * 36000)}"'
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        '<wp:docPr id="1" name="C:\\Users\\SECRET-USER\\logo.png" descr="Logo of the firm"/>'
        f'<a:graphic><a:graphicData uri="{PIC}"><pic:pic><pic:nvPicPr>'
        '<pic:cNvPr id="1" name="C:\\Users\\SECRET-USER\\logo.png"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch>'
        f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r>"
    )


def words(text: str) -> str:
    """Return a run."""
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def field(instruction: str, result: str = "1") -> str:
    """Return a field in runs of its own."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{words(result)}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def paragraph(inside: str, style: str = "", more: str = "") -> str:
    """Return a paragraph."""
    own = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties = f"<w:pPr>{own}{more}</w:pPr>" if own or more else ""
    return f"<w:p>{properties}{inside}</w:p>"


def style(
    identifier: str,
    name: str,
    *,
    kind: str = "paragraph",
    base: str = "",
    p: str = "",
    r: str = "",
    more: str = "",
    default: bool = False,
    own: bool = False,
) -> str:
    """Return a style."""
    attributes = f'w:type="{kind}" w:styleId="{identifier}"'
    attributes += ' w:default="1"' if default else ""
    attributes += ' w:customStyle="1"' if own else ""
    based = f'<w:basedOn w:val="{base}"/>' if base else ""
    return (
        f'<w:style {attributes}><w:name w:val="{name}"/>{based}<w:rsid w:val="00SECRET"/>'
        f"{f'<w:pPr>{p}</w:pPr>' if p else ''}{f'<w:rPr>{r}</w:rPr>' if r else ''}{more}</w:style>"
    )


def sheet(*styles: str, fonts: str = "", size: int = 22, p: str = "") -> str:
    """Return the part with styles; `size` in half points."""
    return (
        f"<w:styles {SPACES}><w:docDefaults><w:rPrDefault><w:rPr>{fonts}"
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
        '<w:lang w:val="en-GB" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        f"<w:pPrDefault>{f'<w:pPr>{p}</w:pPr>' if p else ''}</w:pPrDefault></w:docDefaults>"
        f"{''.join(styles)}</w:styles>"
    )


def section(references: str = "", *, size: str = 'w:w="11906" w:h="16838"', margins: str = "",
            more: str = "") -> str:  # fmt: skip
    """Return a page set-up; margins in twips: `top right bottom left header footer`."""
    names = ("top", "right", "bottom", "left", "header", "footer")
    lengths = (margins or "1440 1440 1440 1440 720 720").split()
    sides = " ".join(f'w:{n}="{v}"' for n, v in zip(names, lengths, strict=True))
    return f'<w:sectPr>{references}<w:pgSz {size}/><w:pgMar {sides} w:gutter="0"/>{more}</w:sectPr>'


def refer(kind: str, which: str, relation: str) -> str:
    """Return a section's reference to a header or footer."""
    return f'<w:{kind}Reference w:type="{which}" r:id="{relation}"/>'


def theme(major: str, minor: str, accent: str, name: str = "Firm") -> str:
    """Return a theme."""
    colours = {"dk1": "000000", "lt1": "FFFFFF", "dk2": "222222", "lt2": "EEEEEE",
               **{f"accent{n}": accent for n in range(1, 7)}, "hlink": accent, "folHlink": accent}  # fmt: skip
    scheme = "".join(f'<a:{k}><a:srgbClr val="{v}"/></a:{k}>' for k, v in colours.items())
    fonts = "".join(
        f'<a:{kind}Font><a:latin typeface="{face}"/><a:ea typeface=""/><a:cs typeface=""/>'
        f'<a:font script="Hans" typeface="SimSun"/></a:{kind}Font>'
        for kind, face in (("major", major), ("minor", minor))
    )
    plain = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>' * 3
    lines = f'<a:ln w="6350">{plain[: len(plain) // 3]}</a:ln>' * 3
    effects = "<a:effectStyle><a:effectLst/></a:effectStyle>" * 3
    return (
        f'<a:theme xmlns:a="{A}" name="{name}"><a:themeElements><a:clrScheme name="{name}">{scheme}'
        f'</a:clrScheme><a:fontScheme name="{name}">{fonts}</a:fontScheme><a:fmtScheme name="x">'
        f"<a:fillStyleLst>{plain}</a:fillStyleLst><a:lnStyleLst>{lines}</a:lnStyleLst>"
        f"<a:effectStyleLst>{effects}</a:effectStyleLst><a:bgFillStyleLst>{plain}"
        "</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )


def made(
    *,
    body: str = "",
    styles: str | None = None,
    running: Mapping[str, str] | None = None,
    pictures: Mapping[str, bytes] | None = None,
    themes: str | None = None,
    template: bool = False,
    more: Mapping[str, str | bytes] | None = None,
    relations: Mapping[str, tuple[str, str]] | None = None,
    **parts: str,
) -> bytes:
    """Return a file.

    `running` are the insides of headers and footers by name (``header1``), whose
    relationships are rId1 … to `pictures` and then `relations` (kind, address outside).
    `parts` are further parts by kind (``numbering``); the main document's relationships
    are named after what they lead to (``header1``).
    """
    running, pictures = running or {}, pictures or {}
    members: dict[str, str | bytes] = {}
    inner: list[tuple[str, str, str]] = []
    types: list[tuple[str, str]] = []
    main = "template.main" if template else "document.main"
    types.append(("word/document.xml", f"{TYPE}{main}+xml"))
    members["word/document.xml"] = f"<w:document {SPACES}><w:body>{body}</w:body></w:document>"
    given = {**parts, **({"styles": styles} if styles is not None else {})}
    for kind, content in given.items():
        members[f"word/{kind}.xml"] = content
        types.append((f"word/{kind}.xml", f"{TYPE}{kind}+xml"))
        inner.append((kind, kind, f"{kind}.xml"))
    if themes is not None:
        members["word/theme/theme1.xml"] = themes
        types.append(
            ("word/theme/theme1.xml", "application/vnd.openxmlformats-officedocument.theme+xml")
        )
        inner.append(("theme", "theme", "theme/theme1.xml"))
    for name, content in running.items():
        kind = name.rstrip("0123456789")
        root = "hdr" if kind == "header" else "ftr"
        members[f"word/{name}.xml"] = f"<w:{root} {SPACES}>{content}</w:{root}>"
        types.append((f"word/{name}.xml", f"{TYPE}{kind}+xml"))
        inner.append((name, kind, f"{name}.xml"))
        entries = [(f"rId{n}", "image", f"media/{one}", False) for n, one in enumerate(pictures, 1)]
        entries += [(key, kind, target, True) for key, (kind, target) in (relations or {}).items()]
        members[f"word/_rels/{name}.xml.rels"] = _relations(entries)
    for name, data in pictures.items():
        members[f"word/media/{name}"] = data
    members["word/_rels/document.xml.rels"] = _relations([(*one, False) for one in inner])
    members |= dict(more or {})
    members["_rels/.rels"] = _relations([("rId1", "officeDocument", "word/document.xml", False)])
    overrides = "".join(f'<Override PartName="/{n}" ContentType="{t}"/>' for n, t in types)
    members["[Content_Types].xml"] = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="png" ContentType="image/png"/>'
        '<Default Extension="bin" ContentType="application/octet-stream"/>'
        f"{overrides}</Types>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _relations(entries) -> str:
    away = ' TargetMode="External"'
    inside = "".join(
        f'<Relationship Id="{key}" Type="{R}/{kind}" Target="{target}"{away if outside else ""}/>'
        for key, kind, target, outside in entries
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{inside}</Relationships>'


THEMED = '<w:rFonts w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi" w:eastAsiaTheme="minorEastAsia"/>'
HEADED = '<w:rFonts w:asciiTheme="majorHAnsi" w:hAnsiTheme="majorHAnsi" w:eastAsiaTheme="majorEastAsia"/>'


def english() -> bytes:
    """An English firm's template: theme fonts, burgundy, a first page of its own, a table style."""
    heading = '<w:keepNext/><w:keepLines/><w:spacing w:before="{}" w:after="{}"/><w:outlineLvl w:val="{}"/>'
    return made(
        template=True,
        styles=sheet(
            style("Normal", "Normal", default=True),
            style("DefaultParagraphFont", "Default Paragraph Font", kind="character", default=True),
            style("TableNormal", "Normal Table", kind="table", default=True,
                  more='<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
                       '<w:left w:w="108" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr>'),
            style("BodyText", "Body Text", base="Normal", p='<w:jc w:val="both"/>'),
            style("Heading1", "heading 1", base="Normal", p=heading.format(360, 120, 0),
                  r=HEADED + '<w:b/><w:color w:val="7B1E3A" w:themeColor="accent1"/><w:sz w:val="34"/>'),
            style("Heading2", "heading 2", base="Normal", p=heading.format(240, 80, 1),
                  r=HEADED + '<w:b/><w:color w:val="7B1E3A" w:themeColor="accent1"/><w:sz w:val="27"/>'),
            style("Header", "header", base="Normal",
                  p='<w:tabs><w:tab w:val="center" w:pos="4513"/><w:tab w:val="right" w:pos="9026"/></w:tabs>'
                    '<w:spacing w:after="0"/>', r='<w:sz w:val="17"/>'),
            style("Footer", "footer", base="Normal",
                  p='<w:tabs><w:tab w:val="center" w:pos="4513"/><w:tab w:val="right" w:pos="9026"/></w:tabs>'
                    '<w:spacing w:after="0"/>', r='<w:color w:val="6B6B6B"/><w:sz w:val="16"/>'),
            style("FirmTable", "Firm Table", kind="table", base="TableNormal", own=True,
                  more='<w:tblPr><w:tblStyleRowBandSize w:val="1"/><w:tblBorders>'
                       '<w:top w:val="single" w:sz="12" w:space="0" w:color="7B1E3A"/>'
                       '<w:bottom w:val="single" w:sz="12" w:space="0" w:color="7B1E3A"/>'
                       '<w:insideH w:val="single" w:sz="4" w:space="0" w:color="D9C2CA"/></w:tblBorders></w:tblPr>'
                       '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:color w:val="7B1E3A"/></w:rPr>'
                       '<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="F3E8EC"/></w:tcPr></w:tblStylePr>'),
            fonts=THEMED,
            p='<w:spacing w:after="140" w:line="264" w:lineRule="auto"/>',
        ),
        themes=theme("Georgia", "Gill Sans MT", "7B1E3A"),
        running={
            "header1": paragraph(logo(), "Header") + paragraph(
                words("Ashworth &amp; Vale LLP") + "<w:r><w:tab/></w:r><w:r><w:tab/></w:r>"
                + words("12 Fleet Street, London"), "Header",
                '<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="4" w:color="7B1E3A"/></w:pBdr>'),
            "header2": paragraph(words("Ashworth &amp; Vale LLP") + "<w:r><w:tab/></w:r><w:r><w:tab/></w:r>"
                                 + logo(width_mm=24, height_mm=8), "Header"),
            "footer1": paragraph(words("Regulated by the Solicitors Regulation Authority")
                                 + "<w:r><w:tab/></w:r><w:r><w:tab/></w:r>" + field("PAGE")
                                 + words(" / ") + field("NUMPAGES"), "Footer"),
        },
        pictures={"image1.png": png()},
        body=paragraph("") + section(
            refer("header", "first", "header1") + refer("header", "default", "header2")
            + refer("footer", "first", "footer1") + refer("footer", "default", "footer1"),
            margins="1600 1440 1300 1440 600 500",
            more="<w:titlePg/>",
        ),
        settings=f'<w:settings {SPACES}><w:themeFontLang w:val="en-GB" w:eastAsia="zh-CN"/></w:settings>',
    )  # fmt: skip


def wps() -> bytes:
    """A Chinese company's file as WPS writes it: ids are numbers, headings numbered 一、 and （一）."""
    song = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体"/>'
    hei = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="黑体"/>'
    numbers = "".join(
        f'<w:lvl w:ilvl="{level}" w:tplc="SECRET01"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
        f'<w:pStyle w:val="{level + 2}"/><w:suff w:val="nothing"/><w:lvlText w:val="{text}"/>'
        '<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl>'
        for level, text in enumerate(("%1、", "（%2）"))
    )
    return made(
        styles=sheet(
            style("1", "Normal", default=True, p='<w:widowControl w:val="0"/><w:jc w:val="both"/>',
                  r='<w:kern w:val="2"/>'),
            style("2", "heading 1", base="1", r=hei + '<w:b/><w:color w:val="C00000"/><w:sz w:val="32"/>',
                  p='<w:keepNext/><w:keepLines/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr>'
                    '<w:spacing w:before="240" w:after="120" w:line="360" w:lineRule="auto"/><w:outlineLvl w:val="0"/>'),
            style("3", "heading 2", base="1", r=hei + '<w:b/><w:sz w:val="26"/>',
                  p='<w:keepNext/><w:keepLines/><w:numPr><w:ilvl w:val="1"/><w:numId w:val="7"/></w:numPr>'
                    '<w:spacing w:before="180" w:after="80" w:line="360" w:lineRule="auto"/><w:outlineLvl w:val="1"/>'),
            style("8", "Default Paragraph Font", kind="character", default=True),
            style("9", "Normal Table", kind="table", default=True,
                  more='<w:tblPr><w:tblCellMar><w:left w:w="108" w:type="dxa"/>'
                       '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr>'),
            style("5", "header", base="1", p='<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="C00000"/></w:pBdr>'
                  '<w:tabs><w:tab w:val="center" w:pos="4153"/><w:tab w:val="right" w:pos="8306"/></w:tabs><w:jc w:val="center"/>',
                  r='<w:sz w:val="18"/>'),
            style("6", "footer", base="1",
                  p='<w:tabs><w:tab w:val="center" w:pos="4153"/><w:tab w:val="right" w:pos="8306"/></w:tabs><w:jc w:val="center"/>',
                  r='<w:sz w:val="18"/>'),
            style("12", "公司正文", base="1", own=True, p='<w:ind w:firstLine="480" w:firstLineChars="200"/>',
                  r='<w:sz w:val="24"/>'),
            style("13", "公司字符", kind="character", base="8", own=True, r='<w:color w:val="C00000"/>'),
            fonts=song, size=21,
        ),
        numbering=f'<w:numbering {SPACES}><w:abstractNum w:abstractNumId="4">{numbers}</w:abstractNum>'
                  '<w:num w:numId="7"><w:abstractNumId w:val="4"/></w:num></w:numbering>',
        running={
            "header1": paragraph(logo(width_mm=30, height_mm=10) + words("　华信数安科技有限公司"), "5"),
            "footer1": paragraph(words("第 ") + field("PAGE") + words(" 页"), "6"),
        },
        pictures={"image1.png": png(colour=(192, 0, 0))},
        body=paragraph("") + section(
            refer("header", "default", "header1") + refer("footer", "default", "footer1"),
            margins="1440 1800 1440 1800 851 992",
            more='<w:docGrid w:type="lines" w:linePitch="312"/>',
        ),
    )  # fmt: skip


def minimal() -> bytes:
    """A file with next to nothing: one style, a Letter page."""
    return made(
        styles=f'<w:styles {SPACES}><w:style w:type="paragraph" w:default="1" w:styleId="x">'
        '<w:name w:val="Normal"/><w:rPr><w:rFonts w:ascii="Verdana" w:hAnsi="Verdana"/><w:sz w:val="19"/></w:rPr>'
        "</w:style></w:styles>",
        body=paragraph("")
        + section(size='w:w="12240" w:h="15840"', margins="1080 1080 1080 1080 540 540"),
    )


def secrets() -> bytes:
    """A file that tells, in every place where one can, what nobody is to read: ``SECRET``."""
    deleted = '<w:del w:id="1" w:author="SECRET-AUTHOR"><w:r><w:delText>SECRET-DELETED</w:delText></w:r></w:del>'
    inserted = f'<w:ins w:id="2" w:author="SECRET-AUTHOR">{words("Agreed")}</w:ins>'
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>SECRET-HIDDEN</w:t></w:r>"
    styled = '<w:r><w:rPr><w:rStyle w:val="Whisper"/></w:rPr><w:t>SECRET-STYLED</w:t></w:r>'
    comment = (
        '<w:commentRangeStart w:id="0"/>'
        + words("Kept")
        + ('<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>')
    )
    bound = (
        '<w:sdt><w:sdtPr><w:alias w:val="SECRET-ALIAS"/><w:tag w:val="SECRET-TAG"/>'
        '<w:dataBinding w:xpath="/ns0:coreProperties[1]/ns1:title[1]" w:storeItemID="{SECRET}"/>'
        f'</w:sdtPr><w:sdtContent>{words("SECRET-OLD-TITLE")}</w:sdtContent></w:sdt>'
    )  # fmt: skip
    mark = '<w:bookmarkStart w:id="5" w:name="SECRET_mark"/><w:bookmarkEnd w:id="5"/>'
    return made(
        styles=sheet(
            style("Normal", "Normal", default=True, r='<w:vanish/><w:rPrChange w:id="3" w:author="SECRET-AUTHOR"/>'),
            style("Whisper", "Whisper", kind="character", own=True, r="<w:vanish/>"),
        ),
        running={
            "header1": paragraph(logo() + words("Ashworth") + deleted + inserted + hidden + styled, more="<w:rPr/>")
            + paragraph(comment + bound + mark)
            + paragraph(field("AUTHOR", "SECRET-AUTHOR") + field("FILENAME \\p", "C:\\SECRET\\file.docx")
                        + field("DOCPROPERTY Client", "SECRET-CLIENT") + field("DOCVARIABLE x", "SECRET-VALUE")),
        },
        pictures={"image1.png": png()},
        settings=f'<w:settings {SPACES}><w:attachedTemplate r:id="rId1"/><w:rsids><w:rsidRoot w:val="00SECRET"/></w:rsids>'
                 '<w:docVars><w:docVar w:name="x" w:val="SECRET-VARIABLE"/></w:docVars></w:settings>',
        comments=f'<w:comments {SPACES}><w:comment w:id="0" w:author="SECRET-AUTHOR">{paragraph(words("SECRET-COMMENT"))}'
                 "</w:comment></w:comments>",
        body=paragraph(words("SECRET-DRAFT") + deleted) + section(refer("header", "default", "header1")),
        more={
            "word/_rels/settings.xml.rels": _relations(
                [("rId1", "attachedTemplate", "file:///C:/SECRET/Normal.dotm", True)]),
            "docProps/core.xml": "<x>SECRET-AUTHOR</x>",
            "docProps/custom.xml": "<x>SECRET-PROPERTY</x>",
            "customXml/item1.xml": "<x>SECRET-DATA</x>",
        },
    )  # fmt: skip


def leaky(inside: str, relations: Mapping[str, tuple[str, str]] | None = None, **more) -> bytes:
    """Return a file with `inside` in its header, and relationships that lead outside."""
    return made(
        styles=sheet(style("Normal", "Normal", default=True)),
        running={"header1": paragraph(words("Ashworth") + inside)},
        pictures={"image1.png": png()},
        relations=relations,
        body=paragraph("") + section(refer("header", "default", "header1")),
        **more,
    )


TAB = "<w:r><w:tab/></w:r>"
STOPS = (
    '<w:tabs><w:tab w:val="center" w:pos="4513"/><w:tab w:val="right" w:pos="9026"/></w:tabs>'
    '<w:spacing w:after="0"/>'
)
SHAPES = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"


def run(text: str, look: str) -> str:
    """Return a run that looks different."""
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def letter(
    *,
    margins: str = "",
    settings: str = "",
    more: str = "",
    styles: str = "",
    pictures: Mapping[str, bytes] | None = None,
    grid: str = "",
    **running: str,
) -> bytes:
    """Return a plain firm's file in 10 points, with headers and footers in 9.

    They are named ``header``, ``first_header``, ``even_footer`` …; the text is 451 points
    wide, between margins of an inch.
    """
    parts: dict[str, str] = {}
    references = ""
    for name, inside in running.items():
        which, _, kind = name.rpartition("_")
        part = f"{kind}{len(parts) + 1}"
        parts[part] = inside
        references += refer(kind, which or "default", part)
    if any(name.startswith("first") for name in running):
        more += "<w:titlePg/>"
    if any(name.startswith("even") for name in running):
        settings += "<w:evenAndOddHeaders/>"
    return made(
        styles=sheet(
            style("Normal", "Normal", default=True),
            style("TableNormal", "Normal Table", kind="table", default=True,
                  more='<w:tblPr><w:tblCellMar><w:left w:w="108" w:type="dxa"/>'
                       '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr>'),
            style("Header", "header", base="Normal", p=STOPS, r='<w:sz w:val="18"/>'),
            style("Footer", "footer", base="Normal", p=STOPS, r='<w:sz w:val="18"/>'),
            styles,
            fonts='<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="SimSun"/>',
            size=20,
        ),
        running=parts,
        pictures={"image1.png": png()} if pictures is None else pictures,
        body=paragraph("") + section(references, margins=margins, more=more + grid),
        settings=f"<w:settings {SPACES}>{settings}</w:settings>",
    )  # fmt: skip


def cell(inside: str, width: int, more: str = "") -> str:
    """Return a cell of a table, `width` twips wide."""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{more}</w:tcPr>{inside}</w:tc>'


def table(*rows: str, columns: tuple[int, ...], more: str = "") -> str:
    """Return a table; a row is its cells."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(columns)}" w:type="dxa"/>{more}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"
    )


def position(way: str, of: str, offset_mm: float | None = None, align: str = "") -> str:
    """Return where something floats: `way` is H or V."""
    inside = f"<wp:align>{align}</wp:align>"
    if offset_mm is not None:
        inside = f"<wp:posOffset>{round(offset_mm * 36000)}</wp:posOffset>"
    return f'<wp:position{way} relativeFrom="{of}">{inside}</wp:position{way}>'


def floating(inside: str, across: str, down: str, width_mm: float, height_mm: float) -> str:
    """Return a run with what floats; `inside` is its graphic's data."""
    size = f'cx="{round(width_mm * 36000)}" cy="{round(height_mm * 36000)}"'
    return (
        '<w:r><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0"'
        ' relativeHeight="1" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
        f'<wp:simplePos x="0" y="0"/>{across}{down}<wp:extent {size}/>'
        '<wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/><wp:docPr id="3" name="x"/>'
        f"<a:graphic>{inside}</a:graphic></wp:anchor></w:drawing></w:r>"
    )


def drawn(width_mm: float, height_mm: float, *, more: str = "", blip: str = "") -> str:
    """Return the data of a picture that floats."""
    inline = logo(width_mm=width_mm, height_mm=height_mm)
    start, end = inline.index("<a:graphicData"), inline.index("</a:graphic>")
    data = inline[start:end].replace("<a:stretch>", f"{more}<a:stretch>")
    return data.replace('<a:blip r:embed="rId1"/>', f'<a:blip r:embed="rId1">{blip}</a:blip>')


def shape(inside: str = "", look: str = "<a:noFill/>", form: str = "rect", more: str = "") -> str:
    """Return the data of a shape; with words it is a text box no wider than they are."""
    box = f"<wps:txbx><w:txbxContent>{inside}</w:txbxContent></wps:txbx>" if inside else ""
    return (
        f'<a:graphicData uri="{SHAPES}"><wps:wsp xmlns:wps="{SHAPES}"><wps:cNvSpPr/><wps:spPr>'
        '<a:xfrm><a:off x="0" y="0"/><a:ext cx="360000" cy="180000"/></a:xfrm>'
        f'<a:prstGeom prst="{form}"><a:avLst/></a:prstGeom>{look}{more}</wps:spPr>{box}'
        '<wps:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0"/></wps:wsp></a:graphicData>'
    )  # fmt: skip
