"""Filters and tags every template has without loading them."""

from django import template

register = template.Library()
