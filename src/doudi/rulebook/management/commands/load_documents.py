"""The command that fills the library with the documents rules and values name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from doudi.audit.actors import SYSTEM
from doudi.common import clock
from doudi.common.commands import ContractCommand
from doudi.rulebook.models import PolicyDocument
from doudi.rulebook.services.library import load_library


class Command(ContractCommand):
    """File the documents that are known or merely cited; run twice, it files nothing twice."""

    help = "把规则引用的文件装入政策文件库"

    def answer(self, **options: Any) -> Mapping[str, Any]:
        """Fill the library and say how many documents are new."""
        new = load_library(settings.DOUDI_POLICIES, by=SYSTEM, at=clock.now())
        total = PolicyDocument.objects.count()
        return {"new": new, "total": total, "sentence": f"新登记 {new} 份，文件库共 {total} 份。"}
