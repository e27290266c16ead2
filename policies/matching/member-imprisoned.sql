-- with: residents, reported_dead, helped_people, on_register
-- Households of the register of whom someone left for prison and nobody is on basic aid.
-- in:  people, spells, poverty_register, deaths
-- out: one row a household
with jailed as (
    select
        r.household_id, r.person_id, g.batch, g.row, g.left_on,
        row_number() over (partition by r.household_id order by g.left_on desc, g.batch, g.row) as place
    from poverty_register g
    cross join this_month m
    join people p on p.token_low = g.token_low and p.token_high = g.token_high
    join residents r on r.person_id = p.person_id
    where g.left_reason = 'PRISON' and (g.left_on is null or g.left_on <= m.last_day)
        and r.household_id is not null
),
remaining as (
    select
        r.household_id, count(*) as people, count(case when r.age < x.adult_age then 1 end) as minors
    from residents r
    cross join parameters x
    where not exists (select 1 from reported_dead d where d.person_id = r.person_id)
        and not exists (select 1 from jailed j where j.person_id = r.person_id)
    group by r.household_id
)
select
    case when s.household_id is null then 'person' else 'household' end as subject_kind,
    case when s.household_id is null then s.token_high end as subject_high,
    case when s.household_id is null then s.token_low end as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    'poverty_register' as right_source, j.batch as right_batch, j.row as right_row,
    concat(
        '{"left_on": "', coalesce(cast(j.left_on as string), ''), '", "people": ', n.people, ', "minors": ',
        n.minors, '}'
    ) as measures
from jailed j
join remaining n on n.household_id = j.household_id
join on_register s on s.household_id = j.household_id and s.person_id <> j.person_id
where j.place = 1
    and not exists (select 1 from helped_people a where a.person_id = s.person_id)
