"""A published page read back: laid beside the approved version, and the result kept with its date."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from govopen.organs.access import reach, reaches_all
from govopen.organs.models import User
from reports.exchange.base import Problem, ReadResult
from reports.models import Inspection, PublishedAddress, Report, Transition
from reports.value import ReportValue, number_text

from .errors import NotPossibleError, RefusedError
from .fetching import page_fetch
from .history import publications_of, snapshot_value
from .import_review import file_read, form_name
from .text_changes import paragraphs_changed

MOST_PASSAGES = 30  # kept of one text
# Quotation marks and hyphens that an editor changes by itself, and that change nothing.
_SAME = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "—": "-", "–": "-", "－": "-"})


@transaction.atomic
def address_add(*, report: Report, url: str, published_on: date | None, user: User) -> PublishedAddress:
    """Where the report was published. Raises RefusedError for what is no address or is there already."""
    if not report.published_at:
        raise NotPossibleError(_("The report is not published yet; its address is entered afterwards."))
    address = url.strip()
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError as error:
        raise RefusedError(
            _("“%(url)s” is no address of a page; it begins with http:// or https://.") % {"url": address}
        ) from error
    if len(address) > PublishedAddress._meta.get_field("url").max_length:
        raise RefusedError(_("The address is too long."))
    if report.addresses.filter(url=address).exists():
        raise RefusedError(_("This address is entered already."))
    return PublishedAddress.objects.create(report=report, url=address, published_on=published_on, user=user)


def address_remove(*, address: PublishedAddress) -> None:
    """Inspections made there stay, with the address written into them."""
    address.delete()


def inspection_fetch(*, address: PublishedAddress, user: User) -> Inspection:
    """Fetch the page and inspect it. Raises FetchError and what :func:`inspection_make` raises."""
    data = page_fetch(url=address.url)
    return inspection_make(report=address.report, user=user, filename="", data=data, address=address)


@transaction.atomic
def inspection_make(
    *, report: Report, user: User, filename: str, data: bytes, address: PublishedAddress | None = None
) -> Inspection:
    """Read a saved page or file and lay it beside the version in force.

    Raises NotPossibleError without a published version, RefusedError for the form of other years,
    UnreadableFileError. Nothing is kept then.
    """
    versions = publications_of(report=report)
    if not versions:
        raise NotPossibleError(_("The report is not published yet; there is no approved version to compare with."))
    publication = versions[0]
    approved = snapshot_value(snapshot=publication.snapshot)
    read = file_read(data=data, filename=filename)
    if read.value.schema is not approved.schema:
        raise RefusedError(
            f"网页用的是{form_name(read.value.schema)}，批准的版本用的是{form_name(approved.schema)}，"
            "不是同一份报告，没有比对。请核对网页或地址。"
        )
    result = compare(approved, read)
    return Inspection.objects.create(
        report=report,
        publication=publication,
        address=address,
        url=address.url if address else "",
        filename=filename[-255:],
        data=data,
        digest=hashlib.sha256(data).hexdigest(),
        result=result,
        cells_different=len(result["cells"]),
        cells_unread=len(result["unread"]),
        texts_different=sum(len(text["passages"]) + text["more"] for text in result["texts"]),
        user=user,
    )


def compare(approved: ReportValue, read: ReadResult) -> dict[str, Any]:
    """What the page says otherwise than the approved version, as JSON.

    ``cells``: figures that differ (``approved`` and ``published`` as printed, "" for blank; ``place`` on the page);
    ``unread``: figures that cannot be told from the page, with the reason; ``texts``: passages that differ;
    ``head``: sentences about the organ and the year; ``problems``: what the reader has to say of the page.
    """
    said = {problem.cell: problem for problem in read.problems if problem.unread}
    cells: list[dict[str, str]] = []
    unread: list[dict[str, str]] = []
    for key, spec in approved.schema.specs.items():
        wanted, found, source = approved[key], read.value[key], read.sources.get(key)
        if wanted == found:
            continue
        line = {
            "key": key,
            "label": spec.label,
            "approved": number_text(wanted),
            "published": number_text(found),
            "raw": source.raw if source else "",
            "place": source.place if source else "",
        }
        if found is None and (source is None or source.raw.strip()):
            problem = said.get(key)
            reason = problem.message.removeprefix(f"{spec.label}：") if problem else ""
            unread.append({**line, "reason": reason})
        else:
            cells.append(line)
    return {
        "cells": cells,
        "unread": unread,
        "texts": list(_texts(approved, read.value)),
        "head": list(_head(approved, read.value)),
        "problems": [{"place": problem.place, "message": problem.message} for problem in _general(read.problems)],
    }


def _texts(approved: ReportValue, published: ReportValue) -> Iterator[dict[str, Any]]:
    headings = {section.key: section.heading for section in approved.schema.sections}
    for key, wanted in approved.texts.items():
        passages = paragraphs_changed(wanted, published.texts.get(key, ""), _folded)
        if passages:
            yield {
                "key": key,
                "heading": headings.get(key, _("Preamble")),
                "passages": [asdict(passage) for passage in passages[:MOST_PASSAGES]],
                "more": max(0, len(passages) - MOST_PASSAGES),
            }


def _folded(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).translate(_SAME)


def _head(approved: ReportValue, published: ReportValue) -> Iterator[str]:
    if published.year and published.year != approved.year:
        yield f"网页标题是{published.year}年，批准的版本是{approved.year}年。"
    name, wanted = _folded(published.organ), _folded(approved.organ)
    if name and name.removesuffix("人民政府") != wanted.removesuffix("人民政府"):
        yield f"网页标题里的机关是“{published.organ}”，批准的版本是“{approved.organ}”。"


def _general(problems: Sequence[Problem]) -> Iterator[Problem]:
    """What concerns the page as a whole."""
    return (problem for problem in problems if not problem.cell)


def inspections_visible(user: User) -> QuerySet[Inspection]:
    """Newest first, without the pages themselves."""
    found = Inspection.objects.defer("data", "result").select_related("report__organ", "publication", "user")
    return found if reaches_all(user) else found.filter(report__organ__in=reach(user))


def is_outdated(inspection: Inspection, current: Transition | None) -> bool:
    """Whether another version is in force than the one compared with."""
    return current is not None and inspection.publication_id != current.pk
