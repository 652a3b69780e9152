"""A published report in everything a county hands on: for its content system, for print, as data, in one package."""

import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from govopen.organs.models import Organ
from reports.models import Report, SiteProfile, Transition
from reports.render.document import Document, chinese_date, document
from reports.render.fragment import fragment
from reports.render.picture import PictureSize, picture, picture_text
from reports.render.webpage import SiteMark, meta_tags, webpage
from reports.value import ReportValue

from .errors import NotPossibleError
from .exporting import Format, export
from .history import publications_of, published_before, snapshot_value
from .public import date_of

PICTURES = {"picture": "图解（长图）.png", "picture-sheet": "图解（单页）.png", "picture-pdf": "图解.pdf"}
FRAGMENT, PAGE, READ_ME = "正文片段.html", "网页.html", "说明.txt"
_MARKS = ("site_name", "site_domain", "site_code", "column_name", "column_description", "column_keywords")
_FINISHED = "报告成稿"
_WHAT_FOR = {
    FRAGMENT: "粘贴到政府网站内容管理系统的正文（源代码方式粘贴，不带标题）",
    PICTURES["picture"]: "图解，供微信等手机阅读，图中数字的文字见图片的说明信息",
    PICTURES["picture-sheet"]: "图解，A4比例，供网页使用",
    PICTURES["picture-pdf"]: "图解，供打印",
    PAGE: "带网站标识、栏目、文章信息元标签的完整网页",
}


@dataclass(frozen=True)
class HandedOn:
    """The version in force of a published report, ready to be handed on. ``mark`` is the site it goes to."""

    report: Report
    publication: Transition
    first: Transition
    mark: SiteMark

    @cached_property
    def value(self) -> ReportValue:
        return snapshot_value(snapshot=self.publication.snapshot)

    @cached_property
    def document(self) -> Document:
        return document(self.value, date_of(self.first))

    @cached_property
    def fragment(self) -> str:
        """For a content system that prints the title itself."""
        return fragment(self.document, with_title=False)

    @property
    def published_at(self) -> datetime:
        """Of this version, in local time."""
        return timezone.localtime(self.publication.at)

    @property
    def tags(self) -> dict[str, str]:
        return meta_tags(self.document, self.mark, self.published_at)

    @cached_property
    def page(self) -> str:
        return webpage(self.document, self.mark, self.published_at)

    @property
    def name(self) -> str:
        return self.document.title

    @cached_property
    def previous(self) -> ReportValue | None:
        """Last year's, as it was when this version was published."""
        return published_before(publication=self.publication)

    @property
    def picture_text(self) -> str:
        return picture_text(self.value, self.previous)

    def picture(self, kind: str) -> bytes:
        """``kind`` is one of :data:`PICTURES`; raises MissingFontError."""
        folders = settings.FONT_FOLDERS
        match kind:
            case "picture":
                return picture(self.value, self.previous, folders=folders)
            case "picture-sheet":
                return picture(self.value, self.previous, size=PictureSize.SHEET, folders=folders)
            case _:
                return picture(self.value, self.previous, size=PictureSize.SHEET, format="pdf", folders=folders)


def handed_on(*, report: Report) -> HandedOn:
    """Raises NotPossibleError for a report without a published version: a draft is not handed on."""
    versions = publications_of(report=report)
    if not versions:
        raise NotPossibleError(_("The report is not published yet. What is handed on is the approved version."))
    return HandedOn(report, versions[0], versions[-1], site_mark(organ=report.organ))


def package(*, handed: HandedOn) -> bytes:
    """Everything of one report in one archive, with a note what each file is for."""
    files = list(_files(handed))
    lines = [
        f"{handed.name}（第{handed.publication.version}版，{chinese_date(date_of(handed.publication))}批准发布）",
        "",
        *(f"{name}：{_WHAT_FOR.get(name, _FINISHED)}" for name, _data in files),
        "",
        f"JSON文件的校验值（SHA-256）：{hashlib.sha256(handed.publication.snapshot.body.encode()).hexdigest()}",
    ]
    return zipped([(READ_ME, "\r\n".join(lines).encode("utf-8-sig")), *files])


def _files(handed: HandedOn) -> Iterator[tuple[str, bytes]]:
    yield FRAGMENT, handed.fragment.encode()
    yield PAGE, handed.page.encode()
    for form in Format:
        if form in (Format.HTML, Format.PNG):  # the page above is the one for other people's sites; pictures follow
            continue
        if form is Format.JSON:
            yield f"{handed.name}.json", handed.publication.snapshot.body.encode()
        else:
            data = export(value=handed.value, format=form, issued_on=date_of(handed.first))
            yield f"{handed.name}.{form}", data
    for kind, name in PICTURES.items():
        yield name, handed.picture(kind)


def zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Named files as one archive; zipfile marks Chinese names as UTF-8."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return buffer.getvalue()


def site_profile(*, organ: Organ) -> SiteProfile | None:
    """Of the organ itself, else of the nearest above it: departments publish on the county's site."""
    above = list(organ.ancestors(include_self=True).values_list("pk", flat=True))
    found = {profile.organ_id: profile for profile in SiteProfile.objects.filter(organ__in=above)}
    return next((found[pk] for pk in reversed(above) if pk in found), None)


def site_mark(*, organ: Organ) -> SiteMark:
    profile = site_profile(organ=organ)
    if profile is None:
        return SiteMark()
    return SiteMark(**{name: getattr(profile, name) for name in (*_MARKS, "content_source")})


@transaction.atomic
def site_mark_save(*, organ: Organ, mark: SiteMark) -> SiteProfile:
    """The marks hold for the organ and for everything below it that has none of its own."""
    fields = {name: getattr(mark, name) for name in (*_MARKS, "content_source")}
    return SiteProfile.objects.update_or_create(organ=organ, defaults=fields)[0]
