"""Walks every address of the house: what it is, who may open it, which object it names."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Route:
    """One address with the marks its view carries; `permission` is empty when somebody forgot it."""

    pattern: str
    name: str
    verbs: tuple[str, ...]
    permission: str
    posting: str
    object_kind: str
    id_parameter: str
    parameters: tuple[str, ...]
    view: Any


def routes() -> Iterator[Route]:
    """Yield every address of our own modules, in the order they are tried."""
    yield from _walk(get_resolver(), "/", "")


def _walk(resolver: URLResolver, before: str, space: str) -> Iterator[Route]:
    for each in resolver.url_patterns:
        place = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _walk(each, place, each.namespace or space)
        else:
            yield _route(each, place, space)


def _route(page: URLPattern, pattern: str, space: str) -> Route:
    view = page.callback
    parameters = tuple(page.pattern.converters)
    return Route(
        pattern=pattern,
        name=f"{space}:{page.name}" if space else str(page.name),
        verbs=getattr(view, "verbs", ()),
        permission=getattr(view, "permission", ""),
        posting=getattr(view, "posting", ""),
        object_kind=getattr(view, "object_kind", ""),
        id_parameter=getattr(view, "id_parameter", "") or (parameters[-1] if parameters else ""),
        parameters=parameters,
        view=view,
    )
