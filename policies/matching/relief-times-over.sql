-- People whom one cause brought temporary relief more often this year than the county grants, the last time
-- within the month.
-- in:  temporary_relief, temporary_relief_year, people
-- out: one row a person; the same grant that several files list is one grant
with grants as (
    select distinct b.token_high, b.token_low, b.relief_reason, b.paid_on, coalesce(b.amount_fen, 0) as amount_fen
    from temporary_relief_year b
    cross join this_month m
    where b.paid_on >= m.year_first_day and b.paid_on <= m.last_day and b.relief_reason <> 'OTHER'
        and coalesce(b.payment_status, 'ACTIVE') not in ('RETURNED', 'STOPPED')
),
counted as (
    select
        token_high, token_low, relief_reason, count(*) as times, cast(sum(amount_fen) as bigint) as sum_fen
    from grants
    group by token_high, token_low, relief_reason
)
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    p.household_id, coalesce(p.division, s.division) as division,
    'temporary_relief' as left_source, s.batch as left_batch, s.row as left_row,
    cast(null as string) as right_source, cast(null as string) as right_batch,
    cast(null as integer) as right_row,
    concat('{"times": ', c.times, ', "sum_fen": ', c.sum_fen, ', "limit": ', x.times, '}') as measures
from temporary_relief s
cross join this_month m
cross join parameters x
join counted c
    on c.token_low = s.token_low and c.token_high = s.token_high and c.relief_reason = s.relief_reason
left join people p on p.token_low = s.token_low and p.token_high = s.token_high
where s.paid_on >= m.first_day and s.paid_on <= m.last_day
    and coalesce(s.payment_status, 'ACTIVE') not in ('RETURNED', 'STOPPED')
    and c.times > x.times
