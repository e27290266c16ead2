-- with: residents, reported_dead, held_certificates, enrolled_students
-- Disabled children of the age of compulsory school on our lists whom no school has.
-- in:  people, spells, student, poverty_register, disability_certificate, deaths
-- out: one row a child; a list without any pupils of that age says nothing of anyone
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    'disability_certificate' as right_source, c.batch as right_batch, c.row as right_row,
    concat('{"programme": "', s.programme, '", "age": ', r.age, ', "disability_kind": ',
        coalesce(cast(c.disability_kind as string), '"UNKNOWN"'), ', "disability_level": ',
        c.disability_level, '}') as measures
from spells s
cross join parameters x
join residents r on r.person_id = s.person_id
join held_certificates c on c.person_id = s.person_id and c.place = 1
left join (select *, 'POVERTY_REGISTER' as of_programme from poverty_register) g
    on g.batch = s.batch and g.row = s.row and g.of_programme = s.programme
where s.programme in ('DIBAO', 'TEKUN', 'ORPHAN', 'UNATTENDED_CHILD', 'POVERTY_REGISTER')
    and r.age >= x.school_age and r.age < x.leaving_age
    and coalesce(g.schooling, '') not in ('PRIMARY', 'JUNIOR')
    and exists (
        select 1 from student n where n.student_status = 'ENROLLED' and n.stage in ('PRIMARY', 'JUNIOR')
    )
    and not exists (select 1 from enrolled_students e where e.person_id = s.person_id)
    and not exists (select 1 from reported_dead d where d.person_id = s.person_id)
