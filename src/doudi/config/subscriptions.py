"""The tables of reactions: what happens above when something happens below, and who above may object."""

from collections.abc import Callable, Mapping
from typing import Any

from doudi.accounts.events import PostEnded
from doudi.casework.subscribers import record_check_moved, record_notice_ended, record_refusal_told
from doudi.circumstances.events import ElderDied, ElderRecognised
from doudi.documents.events import AttachmentWithdrawn
from doudi.exchange.events import BatchPublished, BatchWithdrawn
from doudi.exchange.subscribers import keep_divisions_of_files
from doudi.intake.subscribers import settle_alerts, tell_of_late_check
from doudi.jobs.reacting import queued
from doudi.monitoring.events import MonthClosed
from doudi.monitoring.subscribers import lift_alarms_from_below, stand_with_new_owner, tell_of_lateness
from doudi.notices.events import LetterDelivered, NoticeSettled
from doudi.oversight.subscribers import keep_closed_figures, tell_of_late_duty, tell_of_undecided
from doudi.price_subsidy.subscribers import end_elders_standing, hold_elders_standing
from doudi.publicity.events import PublicNoticeEnded
from doudi.regions.events import CalendarLoaded, DivisionsTakenBack
from doudi.registry.subscribers import keep_divisions_of_people
from doudi.rulebook.selectors.obstacles import Objector
from doudi.screenings.subscribers import keep_the_wish
from doudi.studies.selectors.objections import STUDY_FIRST
from doudi.verification.events import CheckMoved
from doudi.work.events import DecisionWithoutDecider, TaskLate, TasksChangedHands
from doudi.work.subscribers import fix_provisional_days

OBJECTORS: tuple[Objector, ...] = (STUDY_FIRST,)
"""Who above the rulebook may object to a change of parameters."""

REACTIONS: Mapping[type, tuple[Callable[[Any], None], ...]] = {
    AttachmentWithdrawn: (keep_the_wish,),
    BatchPublished: (settle_alerts,),
    BatchWithdrawn: (settle_alerts,),
    MonthClosed: (
        keep_closed_figures,
        queued("monitoring.issue_report"),
    ),
    PostEnded: (queued("work.hand_over"), queued("monitoring.tell_of_left_post")),
    CalendarLoaded: (fix_provisional_days,),
    LetterDelivered: (record_refusal_told,),
    PublicNoticeEnded: (record_notice_ended,),
    CheckMoved: (record_check_moved,),
    NoticeSettled: (lift_alarms_from_below,),
    DivisionsTakenBack: (keep_divisions_of_people, keep_divisions_of_files),
    ElderRecognised: (hold_elders_standing,),
    ElderDied: (end_elders_standing,),
    TasksChangedHands: (stand_with_new_owner,),
    TaskLate: (tell_of_lateness, tell_of_late_check, tell_of_late_duty),
    DecisionWithoutDecider: (tell_of_undecided,),
}
