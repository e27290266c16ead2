"""The one table of what papers and notices may be about; the module that owns a thing says who sees it."""

from django.utils.translation import gettext_lazy as _

from doudi.common.about import SubjectKind

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
        find="doudi.monitoring.selectors.screenings.members_within",
        page="monitoring:screening_member",
        sees="monitoring.view_ledger",
        writes="monitoring.conclude_entry",
    ),
)
