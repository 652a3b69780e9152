"""Figures as they are printed, every digit kept."""

from django import template

from reports.value import Number, number_text

register = template.Library()


@register.filter
def figure(number: Number | None) -> str:
    return number_text(number)
