-- This year's bills up to the month's end as the lists have them, with what takes a bill back.
-- in:  medical_selfpay_year
-- out: the bill's columns, bill (what makes two rows the same bill) and taken_back; rows with one settlement
--      number and amount are one bill; without a number two equal rows of one month are two bills, and a list
--      of a later month that repeats them adds none
select
    b.*,
    case
        when b.settlement_number_low is not null then concat(
            'n', b.settlement_number_high, '/', b.settlement_number_low, '/', b.self_pay_fen
        )
        else concat(
            'r', coalesce(cast(b.settled_on as string), ''), '/', coalesce(b.visit_kind, ''), '/',
            coalesce(b.total_fen, 0), '/', b.self_pay_fen, '/',
            row_number() over (
                partition by
                    b.token_high, b.token_low, b.settled_on, b.visit_kind, b.total_fen, b.self_pay_fen, b.period
                order by b.batch, b.row
            )
        )
    end as bill,
    case when b.bill_status = 'REVERSED' or b.remark = 'REFUND' then 1 else 0 end as taken_back
from medical_selfpay_year b
cross join this_month m
where b.self_pay_fen <> 0
    and coalesce(b.settled_on, m.last_day) >= m.year_first_day
    and coalesce(b.settled_on, m.last_day) <= m.last_day
