"""The command that removes originals whose time is over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from doudi.audit.actors import SYSTEM
from doudi.common import clock
from doudi.common.commands import ContractCommand
from doudi.exchange.services.retention import expire_originals


class Command(ContractCommand):
    """Remove the sealed originals of files that have been kept long enough; run it once a month."""

    help = "销毁保存期满的部门来数原件"

    def answer(self, **options: Any) -> Mapping[str, Any]:
        """Remove them and say how many."""
        removed = expire_originals(by=SYSTEM, at=clock.now())
        return {"removed": removed, "sentence": f"销毁保存期满的原件 {removed} 份。"}
