-- Dibao people who turned sixty within the month: supplements for the old and tekun come into question.
-- in:  spells, people
-- out: one row a person
with ages as (
    select
        p.person_id, p.token_high, p.token_low, p.born_on, p.age,
        cast(m.first_day - interval '1' day as date) as eve
    from people p
    cross join this_month m
),
turned as (
    select
        a.person_id, a.token_high, a.token_low, a.born_on, a.age,
        floor(
            (
                extract(year from a.eve) * 10000 + extract(month from a.eve) * 100 + extract(day from a.eve)
                - extract(year from a.born_on) * 10000 - extract(month from a.born_on) * 100
                - extract(day from a.born_on)
            ) / 10000.0
        ) as age_before
    from ages a
)
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    cast(null as string) as right_source, cast(null as string) as right_batch,
    cast(null as integer) as right_row,
    concat('{"age": ', t.age, '}') as measures
from spells s
cross join parameters x
join turned t on t.person_id = s.person_id and t.token_low = s.token_low and t.token_high = s.token_high
where s.programme = 'DIBAO' and t.age = x.old_age and t.age_before < x.old_age
