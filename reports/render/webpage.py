"""The finished page with the meta tags that pages of government sites must carry, as one file."""

from dataclasses import dataclass
from datetime import datetime

from lxml import etree
from lxml.html import tostring

from .document import Document
from .fragment import elements, printable

# The name the norm gives to columns of annual reports, which crawlers look for.
COLUMN_TYPE = "信息公开年报"
_BODY = "max-width:960px;margin:0 auto;padding:16px"


@dataclass(frozen=True)
class SiteMark:
    """A website and the column in it; the first three as its registration has them."""

    site_name: str = ""
    site_domain: str = ""
    site_code: str = ""
    column_name: str = ""
    column_description: str = ""
    column_keywords: str = ""
    content_source: str = ""


def meta_tags(document: Document, mark: SiteMark, published_at: datetime | None) -> dict[str, str]:
    """Name and content of every required tag; ``published_at`` in local time. Empty where the site says nothing."""
    return {
        "SiteName": mark.site_name,
        "SiteDomain": mark.site_domain,
        "SiteIDCode": mark.site_code,
        "ColumnName": mark.column_name,
        "ColumnDescription": mark.column_description,
        "ColumnKeywords": mark.column_keywords,
        "ColumnType": COLUMN_TYPE,
        "ArticleTitle": document.title,
        "PubDate": f"{published_at:%Y-%m-%d %H:%M}" if published_at else "",
        "ContentSource": mark.content_source or document.issuer,
    }


def webpage(document: Document, mark: SiteMark, published_at: datetime | None = None) -> str:
    """The whole page; it needs no other file."""
    root = etree.Element("html", lang="zh-CN")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "meta", charset="utf-8")
    etree.SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    etree.SubElement(head, "title").text = printable(document.title)
    for name, content in meta_tags(document, mark, published_at).items():
        etree.SubElement(head, "meta", name=name, content=printable(content))
    body = etree.SubElement(root, "body", style=_BODY)
    body.extend(elements(document))
    written: str = tostring(root, encoding="unicode", doctype="<!DOCTYPE html>", pretty_print=True)
    return written
