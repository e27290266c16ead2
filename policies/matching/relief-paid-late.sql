-- Relief in an emergency that was paid within the month and long after it was approved.
-- in:  temporary_relief, people
-- out: one row a person; days of the calendar, of which seven hold at least five working days but at holidays
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    p.household_id, coalesce(p.division, s.division) as division,
    'temporary_relief' as left_source, s.batch as left_batch, s.row as left_row,
    cast(null as string) as right_source, cast(null as string) as right_batch,
    cast(null as integer) as right_row,
    concat(
        '{"approved_on": "', cast(s.approved_on as string), '", "paid_on": "', cast(s.paid_on as string),
        '", "paid_fen": ', coalesce(cast(s.amount_fen as string), '"UNKNOWN"'), '}'
    ) as measures
from temporary_relief s
cross join this_month m
cross join parameters x
left join people p on p.token_low = s.token_low and p.token_high = s.token_high
where s.relief_kind = 'EMERGENCY'
    and s.paid_on >= m.first_day and s.paid_on <= m.last_day
    and s.paid_on > cast(s.approved_on + x.days * interval '1' day as date)
