"""What the worker runs for policy studies."""

from __future__ import annotations

from doudi.accounts.models import User
from doudi.common import clock
from doudi.studies.models import WhatIfStudy
from doudi.studies.services.what_ifs import run_study


def run_queued_study(study_id: int, user_id: int) -> None:
    """Run a study somebody asked for; what stops it stays on the study for them to read."""
    run_study(WhatIfStudy.objects.get(pk=study_id), by=User.objects.get(pk=user_id), at=clock.now())
