-- Grants of temporary relief that one file lists twice: same person, day, cause and amount.
-- in:  temporary_relief, people
-- out: one row a person, both records; a grant in two files is one that was sent again
with numbered as (
    select
        t.*,
        row_number() over (
            partition by t.batch, t.token_high, t.token_low, t.paid_on, t.relief_reason, t.amount_fen
            order by t.row
        ) as place
    from temporary_relief t
    where t.paid_on is not null and t.amount_fen > 0
        and coalesce(t.payment_status, 'ACTIVE') not in ('RETURNED', 'STOPPED')
),
counted as (
    select batch, token_high, token_low, paid_on, relief_reason, amount_fen, max(place) as times
    from numbered
    group by batch, token_high, token_low, paid_on, relief_reason, amount_fen
)
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    p.household_id, coalesce(p.division, s.division) as division,
    'temporary_relief' as left_source, s.batch as left_batch, s.row as left_row,
    'temporary_relief' as right_source, o.batch as right_batch, o.row as right_row,
    concat('{"paid_fen": ', s.amount_fen, ', "times": ', c.times, '}') as measures
from counted c
join numbered s
    on s.batch = c.batch and s.token_low = c.token_low and s.token_high = c.token_high
    and s.paid_on = c.paid_on and coalesce(s.relief_reason, '') = coalesce(c.relief_reason, '')
    and s.amount_fen = c.amount_fen and s.place = 1
join numbered o
    on o.batch = c.batch and o.token_low = c.token_low and o.token_high = c.token_high
    and o.paid_on = c.paid_on and coalesce(o.relief_reason, '') = coalesce(c.relief_reason, '')
    and o.amount_fen = c.amount_fen and o.place = 2
left join people p on p.token_low = s.token_low and p.token_high = s.token_high
