"""What one finding says of payments, and what several say of the same month."""

from __future__ import annotations

from doudi.kernel.dates import Period
from doudi.oversight.rules.payments import OVERPAID, UNDERPAID, Payment, WrongPayment, payment_of

SEPTEMBER, OCTOBER = Period(2026, 9), Period(2026, 10)
STANDARDS = {"living_fen": 100_00, "nursing_first_fen": 240_00, "nursing_second_fen": 0}


def test_a_finding_that_counts_months_back_is_shared_out_among_them() -> None:
    said = payment_of(OVERPAID, OCTOBER, {"months_overpaid": 2, "overpaid_fen": 480_00}, {})
    assert said == Payment((SEPTEMBER, OCTOBER), 240_00)
    unknown = payment_of(OVERPAID, OCTOBER, {"months_overpaid": 2, "overpaid_fen": "UNKNOWN"}, {})
    assert unknown == Payment((SEPTEMBER, OCTOBER), None)
    assert payment_of(OVERPAID, OCTOBER, {"months_overpaid": "UNKNOWN"}, {}) == Payment((OCTOBER,), None)


def test_what_is_due_is_the_local_standard_or_unknown_when_one_is_not_set() -> None:
    def due(missing: str, level: int) -> int | None:
        said = {"missing": missing, "disability_level": level}
        return payment_of(UNDERPAID, OCTOBER, said, STANDARDS).fen

    assert [due("LIVING", 4), due("NURSING", 1), due("BOTH", 1)] == [100_00, 240_00, 340_00]
    assert [due("NURSING", 2), due("BOTH", 2), due("NURSING", 3)] == [None, None, None]


def test_two_findings_about_one_month_are_the_same_money_and_an_unknown_one_leaves_the_sum_open() -> None:
    line = WrongPayment()
    for fen in (240_00, None, 90_00):
        line.add(Payment((OCTOBER,), fen))
    assert (line.months, line.fen) == ([OCTOBER], 240_00)
    line.add(Payment((SEPTEMBER,), None))
    assert (line.months, line.fen) == ([SEPTEMBER, OCTOBER], None)
