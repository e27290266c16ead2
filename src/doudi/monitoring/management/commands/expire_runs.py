"""The command that removes what older comparisons were made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from doudi.audit.actors import SYSTEM
from doudi.common import clock
from doudi.common.commands import ContractCommand
from doudi.monitoring.services.retention import expire_runs


class Command(ContractCommand):
    """Remove the folders of comparisons that have been kept long enough; run it once a month."""

    help = "销毁保存期满、月结和未办结条目都不用的比对留存"

    def answer(self, **options: Any) -> Mapping[str, Any]:
        """Remove them and say how many."""
        removed = expire_runs(by=SYSTEM, at=clock.now())
        return {"removed": removed, "sentence": f"销毁保存期满的比对留存 {removed} 次。"}
