"""The places of a report: what a cell, text or section is called, and where it is on the page for reading."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.schema import Schema


@dataclass(frozen=True)
class Place:
    """A cell, text or section by its name in the form's words, and where on the page it is."""

    label: str
    anchor: str


def places_of(schema: Schema) -> dict[str, Place]:
    """Every cell, text and section of a form."""
    places = {"": Place(_("The whole report"), "main")}
    for section in schema.sections:
        places[section.key] = Place(section.heading, f"part-{section.key}")
    for key in schema.text_keys:
        places.setdefault(key, Place(_("Preamble"), f"text-{key}"))
    for key, spec in schema.specs.items():
        places[key] = Place(spec.label, f"cell-{key}")
    return places
