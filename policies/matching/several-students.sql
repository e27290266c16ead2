-- with: residents, helped_people, on_register
-- Households of the register with several people in schools beyond the compulsory ones and no basic aid.
-- in:  people, spells, poverty_register, student
-- out: one row a household
with enrolled as (
    select
        r.household_id, r.person_id, t.batch, t.row,
        row_number() over (partition by r.household_id order by t.batch, t.row) as place
    from student t
    join people p on p.token_low = t.token_low and p.token_high = t.token_high
    join residents r on r.person_id = p.person_id
    where t.student_status = 'ENROLLED' and t.stage in ('SENIOR', 'VOCATIONAL', 'COLLEGE')
        and r.household_id is not null
),
counted as (
    select household_id, count(distinct person_id) as students from enrolled group by household_id
)
select
    case when s.household_id is null then 'person' else 'household' end as subject_kind,
    case when s.household_id is null then s.token_high end as subject_high,
    case when s.household_id is null then s.token_low end as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    'student' as right_source, e.batch as right_batch, e.row as right_row,
    concat('{"students": ', c.students, '}') as measures
from counted c
cross join parameters x
join enrolled e on e.household_id = c.household_id and e.place = 1
join on_register s on s.household_id = c.household_id
where c.students >= x.students
    and not exists (select 1 from helped_people a where a.person_id = s.person_id)
