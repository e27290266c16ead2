"""What intake says about the things its tasks are about."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.urls import reverse

from doudi.common import clock
from doudi.common.scope import Scope
from doudi.intake.selectors.checks import CHECK, checks_within
from doudi.intake.selectors.lines import check_lines
from doudi.work.declaring import TaskSubject, Words

GROUNDS = {"ALERT": "省平台预警", "LEAD": "现场线索", CHECK: "入户排查"}


def _words(keys: Collection[str]) -> Mapping[str, Words]:
    checks = checks_within(Scope.everything()).filter(pk__in=keys)
    return {
        str(line.pk): Words(
            name=line.name, address=reverse("intake:home_check", args=(line.pk,)), note=line.told
        )
        for line in check_lines(list(checks), {}, on=clock.today())
    }


def _ground(code: str) -> str:
    return GROUNDS.get(code, code)


TASK_SUBJECTS: Mapping[str, TaskSubject] = {
    CHECK: TaskSubject(words=_words, ground=_ground, writes="intake.keep_checks")
}
