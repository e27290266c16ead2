-- Temporary relief that was approved in a month before and that no list shows as paid.
-- in:  temporary_relief, temporary_relief_year, people
-- out: one row a person; a list without a day of payment says nothing of anyone
with telling as (
    select distinct batch from temporary_relief where paid_on is not null and approved_on is not null
)
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    p.household_id, coalesce(p.division, s.division) as division,
    'temporary_relief' as left_source, s.batch as left_batch, s.row as left_row,
    cast(null as string) as right_source, cast(null as string) as right_batch,
    cast(null as integer) as right_row,
    concat(
        '{"approved_on": "', cast(s.approved_on as string), '", "paid_fen": ',
        coalesce(cast(s.amount_fen as string), '"UNKNOWN"'), '}'
    ) as measures
from temporary_relief s
cross join this_month m
cross join parameters x
join telling b on b.batch = s.batch
left join people p on p.token_low = s.token_low and p.token_high = s.token_high
where (s.paid_on is null or s.payment_status = 'RETURNED')
    and coalesce(s.payment_status, 'ACTIVE') <> 'STOPPED'
    and (extract(year from m.last_day) - extract(year from s.approved_on)) * 12
        + extract(month from m.last_day) - extract(month from s.approved_on) >= x.months
    and not exists (
        select 1 from temporary_relief_year o
        where o.token_low = s.token_low and o.token_high = s.token_high
            and o.approved_on = s.approved_on and o.paid_on is not null
            and coalesce(o.payment_status, 'ACTIVE') not in ('RETURNED', 'STOPPED')
    )
