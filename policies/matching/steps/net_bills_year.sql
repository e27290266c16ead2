-- This year's bills that stand, each once however many files list it.
-- in:  medical_selfpay_year
-- out: token_high, token_low, settled_on, visit_kind, total_fen, self_pay_fen (negative for a refund),
--      settlement_number_high, settlement_number_low; neither a reversed bill nor what reverses it counts; the same
--      words over the month are net_bills
select distinct
    b.token_high, b.token_low, b.settled_on, b.visit_kind, b.total_fen, b.self_pay_fen,
    b.settlement_number_high, b.settlement_number_low
from medical_selfpay_year b
cross join this_month m
where b.self_pay_fen <> 0 and b.reversed_number_low is null
    and coalesce(b.settled_on, m.last_day) >= m.year_first_day
    and coalesce(b.settled_on, m.last_day) <= m.last_day
    and not exists (
        select 1 from medical_selfpay_year r
        where r.reversed_number_low = b.settlement_number_low
            and r.reversed_number_high = b.settlement_number_high
    )
    and not (
        b.self_pay_fen > 0
        and (coalesce(b.bill_status, 'NORMAL') = 'REVERSED' or coalesce(b.remark, '') = 'REFUND')
    )
    and not (
        b.self_pay_fen < 0
        and exists (
            select 1 from medical_selfpay_year r
            where r.token_low = b.token_low and r.token_high = b.token_high
                and r.self_pay_fen = -b.self_pay_fen
                and (r.bill_status = 'REVERSED' or r.remark = 'REFUND')
        )
    )
