-- with: residents, reported_dead, held_certificates, enrolled_students
-- Children of the age of compulsory school, on aid or watched, whom no school has; the disabled have a rule of their own.
-- in:  people, spells, student, poverty_register, disability_certificate, deaths
-- out: one row a child; a list without any pupils of that age says nothing of anyone
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    cast(null as string) as right_source, cast(null as string) as right_batch,
    cast(null as integer) as right_row,
    concat('{"programme": "', s.programme, '", "age": ', r.age, '}') as measures
from spells s
cross join this_month m
cross join parameters x
join residents r on r.person_id = s.person_id
left join (select *, 'POVERTY_REGISTER' as of_programme from poverty_register) g
    on g.batch = s.batch and g.row = s.row and g.of_programme = s.programme
where (
        s.programme in ('DIBAO', 'TEKUN', 'ORPHAN', 'UNATTENDED_CHILD')
        or (
            s.programme = 'POVERTY_REGISTER'
            and s.category in ('UNSTABLE', 'MARGINAL', 'SUDDEN', 'NOT_LIFTED')
            and (g.removed_on is null or g.removed_on > m.last_day)
        )
    )
    and r.age >= x.school_age and r.age < x.leaving_age
    and coalesce(g.schooling, '') not in ('PRIMARY', 'JUNIOR')
    and exists (
        select 1 from student n where n.student_status = 'ENROLLED' and n.stage in ('PRIMARY', 'JUNIOR')
    )
    and not exists (select 1 from enrolled_students e where e.person_id = s.person_id)
    and not exists (select 1 from reported_dead d where d.person_id = s.person_id)
    and not exists (select 1 from held_certificates c where c.person_id = s.person_id)
