-- with: residents, reported_dead
-- Households on dibao or the register that lost someone of working age within the month and have minors.
-- in:  people, spells, deaths
-- out: one row a household, the last death
with lost as (
    select
        r.household_id, r.age, d.died_on, c.batch, c.row,
        row_number() over (partition by r.household_id order by d.died_on desc, c.batch, c.row) as place
    from reported_dead d
    cross join this_month m
    cross join parameters x
    join residents r on r.person_id = d.person_id
    join people p on p.person_id = d.person_id
    join cremation c on c.token_low = p.token_low and c.token_high = p.token_high
    where r.household_id is not null and r.age >= x.adult_age and r.age < x.old_age
        and d.died_on >= m.first_day
),
children as (
    select r.household_id, count(*) as minors
    from residents r
    cross join parameters x
    where r.age < x.adult_age
        and not exists (select 1 from reported_dead d where d.person_id = r.person_id)
    group by r.household_id
)
select
    'household' as subject_kind, cast(null as bigint) as subject_high, cast(null as bigint) as subject_low,
    l.household_id, s.division,
    'cremation' as left_source, l.batch as left_batch, l.row as left_row,
    s.source as right_source, s.batch as right_batch, s.row as right_row,
    concat(
        '{"age": ', l.age, ', "died_on": "', cast(l.died_on as string), '", "minors": ', n.minors, '}'
    ) as measures
from lost l
join children n on n.household_id = l.household_id
join spells s on s.household_id = l.household_id and s.programme in ('DIBAO', 'POVERTY_REGISTER')
where l.place = 1
