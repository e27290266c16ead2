"""The command that loads the demo county and says whether every planted truth was found."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings

from doudi.accounts.models import User
from doudi.common import clock
from doudi.common.commands import ContractCommand, period_argument
from doudi.config import demo, demo_alerts, demo_facts, demo_prices, demo_staff
from doudi.config.demo_tables import account_table, equation_table, score_table, taken_line
from doudi.kernel.dates import Period
from doudi.monitoring.models import MatchRun
from doudi.monitoring.selectors.runs import last_run
from doudi.monitoring.services.comparison import run_match

DEMO_COUNTY = "440204"
COLUMNS = ("监测名单", "在享", "办理中", "备案监测", "有理由排除", "未落实")
SEEN_ONCE = (
    "演示账号早已开通，口令只在开通时显示过一次；要换新的：python3 dev manage seed_demo --new-passwords"
)


class Command(ContractCommand):
    """Make, take in and compare the demo county; run again it goes on where it stopped.

    Leaves with 1 when a rule missed what was planted or found what was not, or a row was accounted otherwise.
    """

    help = "装入演示县：开账号、造文件、入库、比对，打印每条规则的埋设、找到、误报和月度等式"

    def take(self, parser: ArgumentParser) -> None:
        """Take the county, month and size; all of them have a value of their own."""
        parser.add_argument("--region", default=DEMO_COUNTY, help="六位县级区划代码")
        parser.add_argument("--period", type=period_argument, default=None, help="月份；不给则为上月")
        parser.add_argument("--people", type=int, default=30_000, help="虚构人口数")
        parser.add_argument("--seed", type=int, default=1, help="随机种子")
        parser.add_argument("--out", type=Path, default=settings.ROOT / "build" / "demo", help="文件放在哪里")
        parser.add_argument("--plant-unaccounted", action="store_true", help="多放一名未落实的监测对象")
        parser.add_argument("--again", action="store_true", help="已经装好也重新入库、比对")
        parser.add_argument("--new-passwords", action="store_true", help="给全部演示账号换发口令后结束")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the answer and leave with 1 when something was not as planted."""
        self._progress = self.stderr if options["json"] else self.stdout
        self._right = True
        super().handle(*args, **options)
        if not self._right:
            sys.exit(1)

    def answer(self, **options: Any) -> Mapping[str, Any]:
        """Load what is missing, then say what was found."""
        if settings.DOUDI_ENV == "production":
            raise demo.NotInProduction
        if options["new_passwords"]:
            opened = demo_staff.fresh_passwords(options["region"], at=clock.now())
            return {"accounts": [asdict(each) for each in opened], "sentence": account_table(opened)}
        asked = _asked(options)
        run = last_run(asked.region, asked.period)
        if run is not None and not options["again"]:
            self._say(f"演示县已经装好（{asked.period}），沿用已有数据；要重新入库、比对，加 --again。")
            demo_staff.conclude_some(asked.region, asked.period, at=clock.now())
            self._give_facts(asked)
            return self._outcome(asked, run, demo.truths_of(asked.out), strict=False)
        return self._load(asked)

    def _load(self, asked: demo.Asked) -> Mapping[str, Any]:
        self._say(f"生成 {asked.region} {asked.period} 的文件 …")
        truths = demo.make_files(asked)
        opened = demo_staff.open_accounts(asked.region, truths, at=clock.now())
        try:
            self._take_in(asked, truths, "earlier")
            if last_run(asked.region, asked.period.previous()) is None:
                self._compare(asked, asked.period.previous())
            self._take_in(asked, truths, "files", already=len(truths["earlier"]))
            run = self._compare(asked, asked.period)
            demo_staff.conclude_some(asked.region, asked.period, at=clock.now())
            if asked.unaccounted:
                demo_staff.leave_to_nobody(asked.region, by=_officer(asked), at=clock.now())
            self._give_facts(asked)
        except BaseException:
            self._say(account_table(opened))
            raise
        outcome = self._outcome(asked, run, truths, strict=True)
        return {
            **outcome,
            "accounts": [asdict(each) for each in opened],
            "sentence": f"{outcome['sentence']}\n{account_table(opened)}",
        }

    def _take_in(self, asked: demo.Asked, truths: demo.Truths, folder: str, *, already: int = 0) -> None:
        count = len(truths["earlier"]) + len(truths["files"])
        taken = demo.take_in_files(asked, truths[folder], folder, by=_officer(asked), at=clock.now)
        for number, one in enumerate(taken, already + 1):
            self._right &= one.agrees
            self._say(f"[{number:2}/{count}] {taken_line(one)}")

    def _compare(self, asked: demo.Asked, period: Period) -> MatchRun:
        self._say(f"比对 {period} …")
        return run_match(region=asked.region, period=period, by=_officer(asked), at=clock.now())

    def _give_facts(self, asked: demo.Asked) -> None:
        given = demo_facts.give_facts(asked.region, on=asked.period.next().first_day, at=clock.now())
        if given:
            self._say(f"给 {given:,} 户登记虚构的家庭情况，供政策试算。")
        if demo_prices.give_indices(asked.region, asked.period, at=clock.now()):
            self._say("录入一年虚构的价格指数，最近一个月达到启动线，等复核审批。")
        if alerted := demo_alerts.give_alerts(asked.region, at=clock.now()):
            self._say(f"收下省平台预警 {alerted} 条（虚构），派到村入户排查，另登记几条线索。")

    def _outcome(
        self, asked: demo.Asked, run: MatchRun, truths: demo.Truths | None, *, strict: bool
    ) -> Mapping[str, Any]:
        planted = truths if truths and truths["period"] == run.period else None
        scores = demo.scores(asked.region, asked.period, planted, run) if planted else ()
        wrong = [score for score in scores if not score.is_right]
        self._right &= not (strict and wrong)
        lines = [*score_table(scores), *equation_table(asked.region, asked.period)]
        if wrong:
            lines.append("有规则与埋设不符。" if strict else "装好之后有人改过数据，所以与埋设不再一致。")
        return {
            "region": asked.region,
            "period": str(asked.period),
            "rules": {
                score.rule.id: {
                    "planted": score.planted, "found": score.found, "false": score.false,
                    "missed": score.missed, "skipped": score.skipped,
                }
                for score in scores
            },
            "sentence": "\n".join(lines),
        }  # fmt: skip

    def _say(self, text: str) -> None:
        self._progress.write(text)
        self._progress.flush()


def _asked(options: Mapping[str, Any]) -> demo.Asked:
    """Return what is asked for; a county once begun keeps its month, whatever today is."""
    begun = demo.truths_of(options["out"])
    keeps = begun and begun["county"] == options["region"] and demo.is_begun(options["region"])
    month = Period.parse(begun["period"]) if begun and keeps else Period.of(clock.today()).previous()
    return demo.Asked(
        region=options["region"],
        period=options["period"] or month,
        out=options["out"],
        seed=options["seed"],
        people=options["people"],
        unaccounted=options["plant_unaccounted"],
    )


def _officer(asked: demo.Asked) -> User:
    return User.objects.get(username=f"county{asked.region}")
