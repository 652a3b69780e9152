"""Into the county's own pages: what its CMS wants to know, where a report was published, and what was found there."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from govopen.organs.models import Organ

from .history import Transition
from .report import Report


class SiteProfile(models.Model):
    """The website that publishes the reports of an organ and of what is below it: its marks for the page's meta tags.

    The tags are those government sites must carry; the site's name, domain and code come from its registration.
    """

    organ = models.OneToOneField(Organ, models.CASCADE, related_name="site_profile", verbose_name=_("organ"))
    site_name = models.CharField(_("name of the site"), max_length=100)
    site_domain = models.CharField(_("domain of the site"), max_length=100)
    site_code = models.CharField(_("code of the site"), max_length=20)
    column_name = models.CharField(_("column"), max_length=100)
    column_description = models.CharField(_("description of the column"), max_length=200, blank=True)
    column_keywords = models.CharField(_("keywords of the column"), max_length=200, blank=True)
    content_source = models.CharField(_("source of the content"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("site mark")
        verbose_name_plural = _("site marks")

    def __str__(self) -> str:
        return self.site_name


class PublishedAddress(models.Model):
    """Where a report was published, as somebody typed it in."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="addresses")
    url = models.URLField(_("address"), max_length=500)
    published_on = models.DateField(_("published on"), null=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("published address")
        verbose_name_plural = _("published addresses")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("report", "url"), name="address_once"),)

    def __str__(self) -> str:
        return self.url


class Inspection(models.Model):
    """A published page laid beside the approved version, cell by cell and paragraph by paragraph; written once.

    ``publication`` is the version compared with. ``result`` is JSON: the cells and paragraphs that differ, the cells
    that could not be read on the page, and the page's problems. ``data`` is the page itself, kept as evidence.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="inspections")
    publication = models.ForeignKey(Transition, models.PROTECT, related_name="+")
    address = models.ForeignKey(PublishedAddress, models.SET_NULL, null=True, related_name="inspections")
    url = models.URLField(_("address"), max_length=500, blank=True)
    filename = models.CharField(_("file"), max_length=255, blank=True)
    data = models.BinaryField()
    digest = models.CharField(_("digest"), max_length=64)
    result = models.JSONField(default=dict)
    cells_different = models.PositiveSmallIntegerField(_("figures that differ"), default=0)
    cells_unread = models.PositiveSmallIntegerField(_("figures not readable there"), default=0)
    texts_different = models.PositiveSmallIntegerField(_("paragraphs that differ"), default=0)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("inspected"), auto_now_add=True)

    class Meta:
        verbose_name = _("inspection of a published page")
        verbose_name_plural = _("inspections of published pages")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.report} {self.at:%Y-%m-%d}"
