-- with: residents, reported_dead, enrolled_students
-- Dibao households with people able to work, out of school, where nobody is employed or insured as an employee.
-- in:  people, spells, employment, social_insurance, student, deaths
-- out: one row a household (a person where no household is known); who works is at work whatever a list says or
--      does not say of their strength; a list that has nobody employed says nothing of anyone
with working as (
    select distinct p.person_id
    from employment e
    cross join this_month m
    join people p on p.token_low = e.token_low and p.token_high = e.token_high
    where e.employment_kind = 'EMPLOYED' and coalesce(e.registration_state, 'CURRENT') = 'CURRENT'
        and (e.ended_on is null or e.ended_on > m.last_day)
    union
    select distinct p.person_id
    from social_insurance i
    join people p on p.token_low = i.token_low and p.token_high = i.token_high
    where i.insurance_kind = 'EMPLOYEE' and i.insurance_status = 'PAYING'
),
able as (
    select
        s.*, coalesce(cast(s.household_id as string), concat('person ', s.person_id)) as home
    from spells s
    cross join parameters x
    join residents r on r.person_id = s.person_id
    where s.programme = 'DIBAO' and s.labour = 'ABLE'
        and r.age >= x.working_age and r.age < x.old_age
        and not exists (select 1 from enrolled_students t where t.person_id = s.person_id)
        and not exists (select 1 from reported_dead d where d.person_id = s.person_id)
),
at_work as (
    select distinct coalesce(cast(r.household_id as string), concat('person ', r.person_id)) as home
    from residents r
    join working w on w.person_id = r.person_id
    where not exists (select 1 from reported_dead d where d.person_id = r.person_id)
),
homes as (
    select a.home, count(distinct a.person_id) as able
    from able a
    left join at_work b on b.home = a.home
    where b.home is null
    group by a.home
)
select
    case when s.household_id is null then 'person' else 'household' end as subject_kind,
    case when s.household_id is null then s.token_high end as subject_high,
    case when s.household_id is null then s.token_low end as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    cast(null as string) as right_source, cast(null as string) as right_batch,
    cast(null as integer) as right_row,
    concat('{"able": ', h.able, '}') as measures
from homes h
join able s on s.home = h.home
where exists (select 1 from employment n where n.employment_kind = 'EMPLOYED')
