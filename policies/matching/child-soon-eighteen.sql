-- Orphans and unattended children who come of age within the next months.
-- in:  spells, people
-- out: one row a child
with awaited as (
    select
        p.person_id, p.token_high, p.token_low, p.age,
        cast(
            (extract(year from p.born_on) + x.adult_age - extract(year from m.last_day)) * 12
            + extract(month from p.born_on) - extract(month from m.last_day) as integer
        ) as months
    from people p
    cross join this_month m
    cross join parameters x
)
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    cast(null as string) as right_source, cast(null as string) as right_batch,
    cast(null as integer) as right_row,
    concat('{"months": ', a.months, '}') as measures
from spells s
cross join parameters x
join awaited a on a.person_id = s.person_id and a.token_low = s.token_low and a.token_high = s.token_high
where s.programme in ('ORPHAN', 'UNATTENDED_CHILD')
    and a.months >= 1 and a.months <= x.notice_months
