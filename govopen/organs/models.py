"""The register: bodies and their tree, people and their roles in them, and the years that are reported."""

from datetime import date

from django.contrib.auth.models import AbstractUser
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from tree_queries.models import TreeNode

from reports.schema import SCHEMAS, schema_of_year

# From the first statutory tables to where a year can only be a slip of the finger.
FIRST_YEAR, LAST_YEAR = 2019, 2100


class Level(models.TextChoices):
    NATIONAL = "national", _("National")
    PROVINCE = "province", _("Province")
    CITY = "city", _("City")
    COUNTY = "county", _("County")
    TOWNSHIP = "township", _("Township")


class OrganKind(models.TextChoices):
    GOVERNMENT = "government", _("People's government")
    DEPARTMENT = "department", _("Department")
    TOWNSHIP = "township", _("Township or subdistrict")
    OTHER = "other", _("Other organisation")


class Role(models.TextChoices):
    CLERK = "clerk", _("Clerk")
    REVIEWER = "reviewer", _("Reviewer")
    SIGNER = "signer", _("Signer")
    COORDINATOR = "coordinator", _("Coordinator")
    VIEWER = "viewer", _("Viewer")


# Callables, so that a new word or level costs no migration.
def level_choices() -> list[tuple[str, str]]:
    return Level.choices


def kind_choices() -> list[tuple[str, str]]:
    return OrganKind.choices


def role_choices() -> list[tuple[str, str]]:
    return Role.choices


def schema_choices() -> list[tuple[str, str]]:
    return [(schema.key, f"{schema.key}（{schema.document}）") for schema in SCHEMAS.values()]


class User(AbstractUser):
    """A person who signs in; what they may see and do follows from their memberships."""

    full_name = models.CharField(_("name"), max_length=60, blank=True)

    class Meta(AbstractUser.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def get_full_name(self) -> str:
        return self.full_name or self.username

    def get_short_name(self) -> str:
        return self.get_full_name()

    def __str__(self) -> str:
        return self.get_full_name()


class Organ(TreeNode):
    """A body that reports (机关)."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=kind_choices)
    level = models.CharField(_("level"), max_length=20, choices=level_choices)
    is_demo = models.BooleanField(_("demonstration"), default=False)

    class Meta:
        verbose_name = _("organ")
        verbose_name_plural = _("organs")
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class OrganAlias(models.Model):
    """Another name the organ is printed with."""

    organ = models.ForeignKey(Organ, models.CASCADE, related_name="aliases", verbose_name=_("organ"))
    name = models.CharField(_("name"), max_length=120, unique=True)

    class Meta:
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person's role in an organ."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name=_("person"))
    organ = models.ForeignKey(Organ, models.CASCADE, related_name="memberships", verbose_name=_("organ"))
    role = models.CharField(_("role"), max_length=20, choices=role_choices)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = (models.UniqueConstraint(fields=("user", "organ", "role"), name="one_role_once"),)

    def __str__(self) -> str:
        return f"{self.user} {self.organ} {self.get_role_display()}"


class ReportingYear(models.Model):
    """A year that is reported, with the form it is reported on and its dates, which fall in the year after.

    The statutory limits are 《条例》第四十九条: departments by 31 January, governments by 31 March.
    """

    year = models.PositiveSmallIntegerField(
        _("year"), primary_key=True, validators=(MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR))
    )
    schema = models.CharField(_("form"), max_length=10, choices=schema_choices)
    opens_on = models.DateField(_("opens on"))
    department_due = models.DateField(_("internal date, departments and townships"))
    government_due = models.DateField(_("internal date, government"))

    class Meta:
        verbose_name = _("reporting year")
        verbose_name_plural = _("reporting years")
        ordering = ("-year",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR), name="year_with_statutory_form"
            ),
        )

    def __str__(self) -> str:
        return str(self.year)

    def problems(self) -> dict[str, str]:
        """What is wrong with the form and the dates, by field; needs a year within its limits."""
        found: dict[str, str] = {}
        in_force = schema_of_year(self.year)
        if in_force is not None and self.schema != in_force.key:
            found["schema"] = _("The form in force for %(year)d is that of %(form)s.") % {
                "year": self.year,
                "form": in_force.key,
            }
        if self.opens_on.year != self.year + 1:
            found["opens_on"] = _("The date must be in %(year)d.") % {"year": self.year + 1}
        for name, limit in (("department_due", self.department_limit), ("government_due", self.government_limit)):
            due: date = getattr(self, name)
            if due > limit:
                found[name] = _("The statutory date is %(limit)s; the internal date cannot be later.") % {
                    "limit": limit.isoformat()
                }
            elif due.year != self.year + 1:
                found[name] = _("The date must be in %(year)d.") % {"year": self.year + 1}
            elif due < self.opens_on:
                found[name] = _("The internal date cannot be before the day on which filling in begins.")
        return found

    @property
    def department_limit(self) -> date:
        return date(self.year + 1, 1, 31)

    @property
    def government_limit(self) -> date:
        return date(self.year + 1, 3, 31)

    def due(self, organ: Organ) -> date:
        """The county's own date for this organ."""
        return self.government_due if organ.kind == OrganKind.GOVERNMENT else self.department_due

    def limit(self, organ: Organ) -> date:
        """The statutory date for this organ."""
        return self.government_limit if organ.kind == OrganKind.GOVERNMENT else self.department_limit
