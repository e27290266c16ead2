-- with: reported_dead
-- Dibao households of whom someone died within the last months and others are still on the list.
-- in:  spells, people, deaths
-- out: one row a household, the latest death
with recent as (
    select
        p.household_id, c.batch, c.row, d.died_on,
        row_number() over (partition by p.household_id order by d.died_on desc, c.batch, c.row) as place
    from reported_dead d
    cross join this_month m
    cross join parameters x
    join people p on p.person_id = d.person_id
    join cremation_ever c on c.token_low = p.token_low and c.token_high = p.token_high
    where p.household_id is not null
        and (extract(year from m.last_day) - extract(year from d.died_on)) * 12
            + extract(month from m.last_day) - extract(month from d.died_on) <= x.review_months
),
left_over as (
    select household_id, count(distinct person_id) as people
    from spells s
    where programme = 'DIBAO' and household_id is not null
        and not exists (select 1 from reported_dead d where d.person_id = s.person_id)
    group by household_id
)
select
    case when s.household_id is null then 'person' else 'household' end as subject_kind,
    case when s.household_id is null then s.token_high end as subject_high,
    case when s.household_id is null then s.token_low end as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    'cremation' as right_source, t.batch as right_batch, t.row as right_row,
    concat('{"died_on": "', cast(t.died_on as string), '", "people": ', l.people, '}') as measures
from recent t
join left_over l on l.household_id = t.household_id
join spells s on s.household_id = t.household_id and s.programme = 'DIBAO'
where t.place = 1
    and not exists (select 1 from reported_dead d where d.person_id = s.person_id)
