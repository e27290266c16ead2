-- Temporary relief of the month above the most the county pays at a time.
-- in:  temporary_relief, people
-- out: one row a person, the largest grant
with ranked as (
    select
        t.*,
        row_number() over (
            partition by t.token_high, t.token_low order by t.amount_fen desc, t.batch, t.row
        ) as place
    from temporary_relief t
    cross join this_month m
    cross join parameters x
    where t.amount_fen > x.most_fen
        and coalesce(t.payment_status, 'ACTIVE') not in ('RETURNED', 'STOPPED')
        and (t.paid_on is null or (t.paid_on >= m.first_day and t.paid_on <= m.last_day))
)
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    p.household_id, coalesce(p.division, s.division) as division,
    'temporary_relief' as left_source, s.batch as left_batch, s.row as left_row,
    cast(null as string) as right_source, cast(null as string) as right_batch,
    cast(null as integer) as right_row,
    concat('{"paid_fen": ', s.amount_fen, ', "most_fen": ', x.most_fen, '}') as measures
from ranked s
cross join parameters x
left join people p on p.token_low = s.token_low and p.token_high = s.token_high
where s.place = 1
