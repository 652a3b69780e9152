"""The document that every report is written into: paper, styles, fonts, page numbers; nothing of a report in it.

Lengths are twips (1/20 pt) unless they say otherwise, sizes of type half points, as the format has them.
"""

import io
from functools import lru_cache

import docx as python_docx
from docx.document import Document as WordDocument
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.section import Section
from docx.shared import Length, Mm, Pt, Twips

TITLE, BODY, KAI, HEI, SONG = "方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"

TEXT_WIDTH = 8844  # 156 mm
LINE = 578  # 28.9 pt: 22 lines fill the 225 mm of the text area
_GRID_PITCH = 579
# 28 characters of 16 pt fill a line when set this much closer. The document's grid would do it too, but LibreOffice
# sets a grid of characters half as wide again.
_CLOSER = -5
_PAGE_NUMBER = 14  # pt, 4号
_PAGE_NUMBER_LINE = 16  # pt

# What stands in where a font is missing, the likest first, and what kind of letter it is.
_FONTS = {
    TITLE: ("FZXiaoBiaoSong-B05S,方正小标宋_GBK,小标宋,华文中宋,宋体,SimSun,Noto Serif CJK SC", "roman"),
    BODY: ("FangSong_GB2312,仿宋,FangSong,华文仿宋,STFangsong,FandolFang,宋体,Noto Serif CJK SC", "modern"),
    KAI: ("KaiTi_GB2312,楷体,KaiTi,华文楷体,STKaiti,AR PL KaitiM GB,Noto Serif CJK SC", "modern"),
    HEI: ("SimHei,华文黑体,STHeiti,Noto Sans CJK SC", "swiss"),
    SONG: ("SimSun,华文宋体,STSong,Noto Serif CJK SC", "roman"),
}
# Parts of python-docx's own template that an office's document has no use for.
_UNUSED = ("thumbnail", "customXml", "stylesWithEffects", "webSettings", "numbering", "fontTable")


@lru_cache(maxsize=1)
def shell() -> bytes:
    """An empty document, as a file."""
    made = python_docx.Document()
    for owner in (made.part.package, made.part):
        for key, relation in list(owner.rels.items()):
            if relation.reltype.rsplit("/", 1)[-1] in _UNUSED:
                del owner.rels[key]
    _replace(made.styles.element, _STYLES)
    _replace(made.settings.element, _SETTINGS)
    _declare_fonts(made)
    section = made.sections[0]
    _lay_out(section)
    _number(section)
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def _replace(element: object, xml: str) -> None:
    """An element of the template with other children."""
    children = list(parse_xml(f"<w:all {nsdecls('w')}>{xml}</w:all>"))
    element[:] = children  # type: ignore[index]  # python-docx's elements are lxml's, which its stubs do not say


def _declare_fonts(made: WordDocument) -> None:
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/><w:family w:val="{family}"/>'
        '<w:pitch w:val="auto"/></w:font>'
        for name, (others, family) in _FONTS.items()
    )
    main = made.part.package.main_document_part
    beside = main.partname.baseURI
    part = Part(
        type(main.partname)(f"{beside}/fontTable.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml",
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:fonts {nsdecls("w")}>{fonts}</w:fonts>'.encode(),
        made.part.package,
    )
    main.relate_to(part, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/fontTable")


def _lay_out(section: Section) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance = Mm(15)
    # The number's upper edge is 7 mm below the text area.
    section.footer_distance = Length(Mm(35) - Mm(7) - Pt(_PAGE_NUMBER_LINE))
    for old in section._sectPr.findall(f"{{{section._sectPr.nsmap['w']}}}docGrid"):
        section._sectPr.remove(old)
    section._sectPr.append(parse_xml(f'<w:docGrid {nsdecls("w")} w:type="lines" w:linePitch="{_GRID_PITCH}"/>'))


def _number(section: Section) -> None:
    """— 1 — at the right of odd pages and at the left of even ones, a character in."""
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        (paragraph,) = footer.paragraphs
        paragraph.style = "footer"
        character = Twips(_PAGE_NUMBER * 20).twips
        properties = paragraph._p.get_or_add_pPr()
        properties.append(parse_xml(f'<w:ind {nsdecls("w")} w:{side}Chars="100" w:{side}="{character}"/>'))
        properties.append(parse_xml(f'<w:jc {nsdecls("w")} w:val="{side}"/>'))
        field = (
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
        for inside in ('<w:t xml:space="preserve">— </w:t>', *field, '<w:t xml:space="preserve"> —</w:t>'):
            paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}>{inside}</w:r>"))


def _fonts(name: str) -> str:
    """One font for Chinese and Western characters alike, so that figures match their text."""
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}" w:hint="eastAsia"/>'


def _style(key: str, name: str, paragraph: str, run: str = "", base: str = "Normal", following: str = "") -> str:
    own = "" if name.lower() == name or name in _BUILT_IN else ' w:customStyle="1"'
    return (
        f'<w:style w:type="paragraph"{own} w:styleId="{key}"><w:name w:val="{name}"/>'
        f'{f"""<w:basedOn w:val="{base}"/>""" if base else ""}'
        f'{f"""<w:next w:val="{following}"/>""" if following else ""}'
        f"<w:qFormat/><w:pPr>{paragraph}</w:pPr>{f'<w:rPr>{run}</w:rPr>' if run else ''}</w:style>"
    )


_BUILT_IN = frozenset({"Normal", "Title", "Body Text"})
_INDENTED = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
_OFF_GRID = '<w:snapToGrid w:val="0"/>'
_CENTRED = '<w:jc w:val="center"/>'


def _heading(key: str, name: str, level: int, font: str, base: str = "Normal") -> str:
    return _style(
        key,
        name,
        f'<w:keepNext/>{_INDENTED}<w:jc w:val="left"/><w:outlineLvl w:val="{level}"/>',
        _fonts(font),
        base,
        "BodyText",
    )


_EXACT = f'<w:spacing w:before="0" w:after="0" w:line="{LINE}" w:lineRule="exact"/>'
_STYLES = "".join(
    (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{_fonts(BODY)}<w:color w:val="000000"/><w:sz w:val="32"/>'
        '<w:szCs w:val="32"/><w:lang w:val="zh-CN" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>",
        _style(
            "Normal",
            "Normal",
            f'<w:widowControl w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>{_EXACT}'
            '<w:jc w:val="both"/>',
            f'<w:spacing w:val="{_CLOSER}"/>',
            base="",
        ).replace('w:type="paragraph"', 'w:type="paragraph" w:default="1"'),
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>',
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>',
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>',
        _style(
            "Title",
            "Title",
            f'{_OFF_GRID}<w:spacing w:before="0" w:after="289" w:line="680" w:lineRule="exact"/>{_CENTRED}',
            f'{_fonts(TITLE)}<w:spacing w:val="0"/><w:sz w:val="44"/><w:szCs w:val="44"/>',
            following="BodyText",
        ),
        _style("Issuer", "发布机关", _CENTRED, _fonts(KAI)),
        _style("IssueDate", "发布日期", _CENTRED, _fonts(KAI)),
        _style("BodyText", "Body Text", _INDENTED),
        _heading("Heading1", "heading 1", 0, HEI),
        _heading("Heading2", "heading 2", 1, KAI),
        _heading("Heading3", "heading 3", 2, BODY),
        # A 1. that stands straight under 一、: second in the outline, in the type of the third level.
        _heading("PointUnderSection", "一级标题下的序号标题", 1, BODY, "Heading2"),
        _style(
            "TableText",
            "表格文字",
            '<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="250" w:lineRule="atLeast"/>'
            + _CENTRED,
            '<w:spacing w:val="0"/><w:sz w:val="21"/><w:szCs w:val="21"/>',
        ),
        _style(
            "Footer",
            "footer",
            f'{_OFF_GRID}<w:spacing w:line="{_PAGE_NUMBER_LINE * 20}" w:lineRule="exact"/>',
            f'{_fonts(SONG)}<w:spacing w:val="0"/>'
            f'<w:sz w:val="{_PAGE_NUMBER * 2}"/><w:szCs w:val="{_PAGE_NUMBER * 2}"/>',
        ),
        '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/>'
        "<w:tblPr><w:tblBorders>"
        + "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        + "</w:tblBorders></w:tblPr></w:style>",
    )
)
_SETTINGS = (
    '<w:zoom w:percent="100"/><w:evenAndOddHeaders/><w:drawingGridVerticalSpacing w:val="579"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:useFELayout/>'
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    '</w:compat><w:themeFontLang w:val="zh-CN" w:eastAsia="zh-CN"/>'
)
