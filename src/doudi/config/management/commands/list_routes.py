"""Prints every address with its verbs, permission and the object it names."""

from typing import Any

from doudi.common.commands import ContractCommand
from doudi.config.routes import routes

_FIXED = (
    {"pattern": "/healthz", "verbs": ["GET"], "permission": "public"},
    {"pattern": "/readyz", "verbs": ["GET"], "permission": "public"},
)


class Command(ContractCommand):
    """List the routes (contract: pattern, verbs, permission, object_kind, id_parameter)."""

    help = "列出全部网址：方法、权限、对象种类、编号参数。"

    def answer(self, **options: Any) -> dict[str, Any]:
        """Return the routes, and the same as lines to read."""
        found = [
            {
                "pattern": route.pattern,
                "name": route.name,
                "verbs": list(route.verbs),
                "permission": route.permission,
                "object_kind": route.object_kind,
                "id_parameter": route.id_parameter,
            }
            for route in routes()
        ]
        empty = {"name": "", "object_kind": "", "id_parameter": ""}
        found = [*({**empty, **fixed} for fixed in _FIXED), *found]
        lines = [f"{'/'.join(each['verbs']):14} {each['permission']:28} {each['pattern']}" for each in found]
        return {"routes": found, "sentence": "\n".join(lines)}
