-- with: bill_rows
-- This year's bills that stand, refunds taken off.
-- in:  bill_rows
-- out: token_high, token_low, bill, settled_on, visit_kind, self_pay_fen (negative for a refund), division,
--      batch, row; a bill taken back counts for nothing, neither it nor the row that takes it back
with annulled as (
    select token_high, token_low, settlement_number_high as number_high, settlement_number_low as number_low
    from bill_rows
    where taken_back = 1 and self_pay_fen > 0 and settlement_number_low is not null
    union
    select token_high, token_low, reversed_number_high, reversed_number_low
    from bill_rows
    where taken_back = 1 and self_pay_fen > 0 and reversed_number_low is not null
),
gone as (
    select b.token_high, b.token_low, b.self_pay_fen, b.batch, b.row
    from bill_rows b
    where b.self_pay_fen > 0
        and (
            b.taken_back = 1
            or exists (
                select 1 from annulled a
                where a.token_low = b.token_low and a.token_high = b.token_high
                    and a.number_low = b.settlement_number_low and a.number_high = b.settlement_number_high
            )
        )
),
kept as (
    select
        b.*,
        row_number() over (
            partition by b.token_high, b.token_low, b.bill order by b.batch, b.row
        ) as nth
    from bill_rows b
    where not exists (select 1 from gone g where g.batch = b.batch and g.row = b.row)
        and not exists (
            select 1 from gone g
            where g.token_low = b.token_low and g.token_high = b.token_high
                and b.self_pay_fen < 0 and g.self_pay_fen = -b.self_pay_fen
        )
)
select
    token_high, token_low, bill, settled_on, visit_kind, self_pay_fen, division, batch, row
from kept
where nth = 1
