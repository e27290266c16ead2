-- with: deaths
-- Children of the age of compulsory school on our lists whom no school has; the disabled have a rule of their own.
-- in:  people, spells, student, poverty_register, disability_certificate, deaths
-- out: one row a child; a list without any pupils of that age says nothing of anyone
with residents as (
    select
        person_id, max(household_id) as household_id, max(division) as division, max(age) as age
    from people
    group by person_id
),
reported_dead as (
    select p.person_id, min(c.died_on) as died_on
    from deaths c
    join people p on p.token_low = c.token_low and p.token_high = c.token_high
    group by p.person_id
),
held_certificates as (
    select
        p.person_id, c.batch, c.row, c.disability_kind, c.disability_level,
        row_number() over (partition by p.person_id order by c.disability_level, c.batch, c.row) as place
    from disability_certificate c
    cross join this_month m
    join people p on p.token_low = c.token_low and p.token_high = c.token_high
    where coalesce(c.certificate_status, 'VALID') = 'VALID'
        and (c.expires_on is null or c.expires_on >= m.first_day)
        and (c.cancelled_on is null or c.cancelled_on > m.last_day)
        and c.disability_level is not null
),
enrolled as (
    select distinct p.person_id
    from student t
    join people p on p.token_low = t.token_low and p.token_high = t.token_high
    where t.student_status = 'ENROLLED'
)
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    cast(null as string) as right_source, cast(null as string) as right_batch,
    cast(null as integer) as right_row,
    concat('{"programme": "', s.programme, '", "age": ', r.age, '}') as measures
from spells s
cross join parameters x
join residents r on r.person_id = s.person_id
left join (select *, 'POVERTY_REGISTER' as of_programme from poverty_register) g
    on g.batch = s.batch and g.row = s.row and g.of_programme = s.programme
where s.programme in ('DIBAO', 'TEKUN', 'ORPHAN', 'UNATTENDED_CHILD', 'POVERTY_REGISTER')
    and r.age >= x.school_age and r.age < x.leaving_age
    and coalesce(g.schooling, '') not in ('PRIMARY', 'JUNIOR')
    and exists (
        select 1 from student n where n.student_status = 'ENROLLED' and n.stage in ('PRIMARY', 'JUNIOR')
    )
    and not exists (select 1 from enrolled e where e.person_id = s.person_id)
    and not exists (select 1 from reported_dead d where d.person_id = s.person_id)
    and not exists (select 1 from held_certificates c where c.person_id = s.person_id)
