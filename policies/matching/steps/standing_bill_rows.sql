-- with: net_bills_year
-- The rows of this year's lists that hold a bill that stands, to be shown as evidence.
-- in:  medical_selfpay_year, net_bills_year
-- out: token_high, token_low, visit_kind, self_pay_fen (above nought), batch, row, repaid (1 where another row gives
--      the same amount back; such a bill is shown only where no other is)
select
    b.token_high, b.token_low, b.visit_kind, b.self_pay_fen, b.batch, b.row,
    case
        when exists (
            select 1 from net_bills_year r
            where r.token_low = b.token_low and r.token_high = b.token_high and r.self_pay_fen = -b.self_pay_fen
        ) then 1
        else 0
    end as repaid
from medical_selfpay_year b
where b.self_pay_fen > 0
    and coalesce(b.bill_status, 'NORMAL') <> 'REVERSED' and coalesce(b.remark, '') <> 'REFUND'
    and exists (
        select 1 from net_bills_year n
        where n.token_low = b.token_low and n.token_high = b.token_high and n.self_pay_fen = b.self_pay_fen
            and coalesce(cast(n.settled_on as string), '') = coalesce(cast(b.settled_on as string), '')
            and coalesce(n.settlement_number_low, 0) = coalesce(b.settlement_number_low, 0)
            and coalesce(n.settlement_number_high, 0) = coalesce(b.settlement_number_high, 0)
    )
