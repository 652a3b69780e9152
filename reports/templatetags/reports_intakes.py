"""Batches of files in templates."""

from django import template

from reports.models import Job
from reports.schema import get_schema
from reports.views import intake_words

register = template.Library()


@register.filter
def file_name(path: str) -> str:
    return path.rsplit("/", 1)[-1]


@register.filter
def folder_name(path: str) -> str:
    return path.rpartition("/")[0]


@register.filter
def cell_count(schema: str) -> int:
    """How many cells the form of that key has."""
    return len(get_schema(schema).cells)


@register.simple_tag
def job_sentence(job: Job) -> str:
    return intake_words.job_sentence(job)
