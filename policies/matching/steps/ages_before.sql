-- People of the roster with their age on the day before the month began.
-- in:  people
-- out: person_id, token_high, token_low, born_on, age (at the month's end), age_before
with ages as (
    select
        p.person_id, p.token_high, p.token_low, p.born_on, p.age,
        cast(m.first_day - interval '1' day as date) as eve
    from people p
    cross join this_month m
)
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
