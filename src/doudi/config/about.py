"""The tables of what papers and notices may be about, and of the kinds of notices."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from doudi.common.about import SubjectKind
from doudi.common.kit import Text
from doudi.intake.states import IntakeNotice
from doudi.monitoring.states import NoticeKind
from doudi.notices.catalogue import OBJECTION, OFFICE
from doudi.oversight.services.inquiries import INQUIRY
from doudi.oversight.subscribers import LATE_DUTY, UNDECIDED

SUBJECT_KINDS: tuple[SubjectKind, ...] = (
    SubjectKind(
        "ledger_entry",
        _("台账条目"),
        find="doudi.monitoring.selectors.ledger.entries_within",
        page="monitoring:entry",
        sees="monitoring.view_ledger",
        writes="monitoring.conclude_entry",
    ),
    SubjectKind(
        "screening_member",
        _("排查对象"),
        find="doudi.screenings.selectors.rounds.members_within",
        page="screenings:screening_member",
        sees="monitoring.view_ledger",
        writes="monitoring.conclude_entry",
    ),
    SubjectKind(
        "certification",
        _("低收入认定办理"),
        find="doudi.certification.selectors.certifications.certifications_within",
        page="certification:certification",
        sees="certification.view",
        writes="certification.check",
    ),
    SubjectKind(
        "filing",
        _("申请登记"),
        find="doudi.casework.selectors.applications.filings_within",
        page="casework:filing",
        sees="casework.view",
        writes="casework.handle",
    ),
    SubjectKind(
        "application",
        _("申请"),
        find="doudi.casework.selectors.applications.applications_within",
        page="casework:application",
        sees="casework.view",
        writes="casework.handle",
    ),
    SubjectKind(
        "check_authorisation",
        _("核对授权"),
        find="doudi.verification.selectors.authorities.authorisations_within",
        page="verification:authorisation",
        sees="verification.view",
        writes="verification.request",
    ),
    SubjectKind(
        "financial_check",
        _("经济状况核对"),
        find="doudi.verification.selectors.checks.checks_within",
        page="verification:check",
        sees="verification.view",
        writes="verification.check",
    ),
    SubjectKind(
        "public_notice",
        _("公示"),
        find="doudi.publicity.selectors.notices.notices_within",
        page="publicity:notice",
        sees="publicity.view",
        writes="publicity.post",
    ),
    SubjectKind(
        "letter",
        _("信函"),
        find="doudi.notices.selectors.letters.letters_within",
        page="notices:letter",
        sees="notices.view_letter",
        writes="notices.deliver_letter",
    ),
    SubjectKind(
        "home_check",
        _("入户排查"),
        find="doudi.intake.selectors.checks.checks_within",
        page="intake:home_check",
        sees="intake.view_checks",
        writes="intake.keep_checks",
    ),
)

NOTICE_KINDS: Mapping[str, Text] = {
    **{kind.value: kind.label for kind in IntakeNotice},
    **{kind.value: kind.label for kind in NoticeKind},
    OFFICE: _("上级通知"),
    INQUIRY: _("核查函"),
    LATE_DUTY: _("超期未办"),
    UNDECIDED: _("没有人能批"),
    OBJECTION: _("收到异议"),
}
