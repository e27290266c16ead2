"""The one table of what the worker does: jobs somebody asks for, and jobs that fall due by themselves."""

from django.utils.translation import gettext_lazy as _

from doudi.jobs.catalogue import JobKind, Schedule
from doudi.jobs.rules.cadence import Cadence

JOB_KINDS: tuple[JobKind, ...] = (
    JobKind("exchange.recognise", _("认文件"), "doudi.exchange.jobs.recognise"),
    JobKind("exchange.check", _("逐行检查文件"), "doudi.exchange.jobs.check"),
    JobKind("exchange.publish", _("发布文件"), "doudi.exchange.jobs.publish"),
    JobKind("intake.settle_batch", _("派出预警"), "doudi.intake.jobs.settle"),
    JobKind("monitoring.run_match", _("本月比对"), "doudi.monitoring.jobs.run_queued_match"),
    JobKind("monitoring.issue_report", _("签发月报"), "doudi.monitoring.jobs.issue_report_of_month"),
    JobKind("monitoring.tell_of_left_post", _("告知离任未交接"), "doudi.monitoring.jobs.tell_of_left_post"),
    JobKind("work.hand_over", _("移交离任的待办"), "doudi.work.jobs.hand_over_of_post"),
    JobKind("rulebook.run_study", _("政策试算"), "doudi.studies.jobs.run_queued_study"),
)
"""What somebody asks for on a page; each may be run again at any moment."""

MORNING = Cadence(hour=6)
FIRST_OF_MONTH = Cadence(hour=3, day_of_month=1)

SCHEDULES: tuple[Schedule, ...] = (
    Schedule("work.hand_over_left", _("每日移交离任的待办"), "doudi.work.jobs.hand_over_in", MORNING),
    Schedule("monitoring.watch_day", _("每日巡查"), "doudi.monitoring.jobs.watch_day", MORNING),
    Schedule("intake.watch_day", _("每日核对入户排查"), "doudi.intake.jobs.watch_day", MORNING),
    Schedule("rulebook.watch_exits", _("每日核对停退"), "doudi.rulebook.jobs.watch_exits", MORNING),
    Schedule(
        "rulebook.watch_prices", _("每日检查价格指数"), "doudi.price_subsidy.jobs.watch_prices", MORNING
    ),
    Schedule(
        "notices.end_review_periods",
        _("每日结束期满的复议期"),
        "doudi.notices.jobs.end_reviews",
        MORNING,
    ),
    Schedule(
        "certification.open_rechecks",
        _("每日开出到期复查"),
        "doudi.certification.jobs.open_rechecks_in",
        MORNING,
    ),
    Schedule(
        "publicity.end_notices", _("每日结束期满的公示"), "doudi.publicity.jobs.end_notices_in", MORNING
    ),
    Schedule(
        "documents.sweep",
        _("清理没有登记成功的材料文件"),
        "doudi.documents.jobs.sweep",
        MORNING,
        is_by_county=False,
    ),
    Schedule(
        "exchange.expire_originals",
        _("销毁期满的来数原件"),
        "doudi.exchange.jobs.expire_kept_originals",
        FIRST_OF_MONTH,
        is_by_county=False,
    ),
    Schedule(
        "monitoring.expire_runs",
        _("销毁期满的比对留存"),
        "doudi.monitoring.jobs.expire_kept_runs",
        FIRST_OF_MONTH,
        is_by_county=False,
    ),
)
"""What falls due by itself; run twice in a day, each does nothing twice."""
