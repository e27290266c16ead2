-- with: residents
-- Tekun people the list keeps as minors who came of age and are in no school.
-- in:  people, spells, tekun, student
-- out: one row a person; where neither the list nor a list of schools tells, nobody is found
with at_school as (
    select distinct p.person_id
    from student t
    join people p on p.token_low = t.token_low and p.token_high = t.token_high
    where coalesce(t.stage, '') <> 'COLLEGE'
        and (
            t.student_status = 'ENROLLED'
            or (coalesce(t.student_status, '') = '' and coalesce(t.leave_reason, '') = '' and t.left_on is null)
        )
)
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    cast(null as string) as right_source, cast(null as string) as right_batch,
    cast(null as integer) as right_row,
    concat('{"age": ', r.age, '}') as measures
from spells s
cross join parameters x
join residents r on r.person_id = s.person_id
join tekun t on t.batch = s.batch and t.row = s.row
where s.programme = 'TEKUN' and t.person_category = 'MINOR' and r.age >= x.adult_age
    and (
        t.in_school = 'NO'
        or (t.in_school is null and exists (select 1 from student n where n.student_status = 'ENROLLED'))
    )
    and not exists (select 1 from at_school e where e.person_id = s.person_id)
