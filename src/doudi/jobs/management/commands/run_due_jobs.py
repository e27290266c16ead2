"""The command that runs whatever is due now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from doudi.common import clock
from doudi.common.commands import ContractCommand
from doudi.jobs.catalogue import title_of
from doudi.jobs.services import due_now, run_job
from doudi.jobs.states import JobStatus


class Command(ContractCommand):
    """Run what is due and what waits to be tried again; called as often as one likes, each runs once."""

    help = "把现在到期的定期任务和等着重试的任务都做掉；没有后台任务进程时，每分钟由系统定时调用"

    def answer(self, **options: Any) -> Mapping[str, Any]:
        """Run them one after the other and say what came of each."""
        done = [job for job in (run_job(each.pk) for each in due_now(clock.now())) if job is not None]
        counted = Counter(job.status for job in done)
        return {
            "ran": len(done),
            "jobs": [
                {"kind": job.kind, "place": job.place, "period": job.period, "status": job.status}
                for job in done
            ],
            "failed": [str(title_of(job.kind)) for job in done if _is_bad(job.status)],
            "sentence": f"到期任务做了 {len(done)} 项"
            + "".join(f"，{JobStatus(status).label} {count}" for status, count in sorted(counted.items()))
            + "。",
        }


def _is_bad(status: str) -> bool:
    return status in {JobStatus.FAILED, JobStatus.QUEUED}
