-- with: reported_dead, enrolled_students
-- Sons and daughters of age on dibao whom the last list of pupils had and this one has not any more.
-- in:  spells, people, dibao, student, student_previous, deaths
-- out: one row a person, beside the last record of the school; a list that has nobody of that kind of school
--      any more says nothing of anyone
with schooled as (
    select
        p.person_id, t.batch, t.row,
        row_number() over (partition by p.person_id order by t.batch, t.row) as place
    from student_previous t
    join people p on p.token_low = t.token_low and p.token_high = t.token_high
    where t.student_status = 'ENROLLED'
        and exists (
            select 1 from student n
            where n.student_status = 'ENROLLED' and coalesce(n.stage, '') = coalesce(t.stage, '')
        )
)
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    'student' as right_source, t.batch as right_batch, t.row as right_row,
    concat('{"age": ', p.age, '}') as measures
from spells s
join dibao d on d.batch = s.batch and d.row = s.row and d.relation in ('SON', 'DAUGHTER')
cross join parameters x
join people p on p.person_id = s.person_id and p.token_low = s.token_low and p.token_high = s.token_high
join schooled t on t.person_id = s.person_id and t.place = 1
where s.programme = 'DIBAO' and p.age >= x.adult_age
    and not exists (select 1 from enrolled_students e where e.person_id = s.person_id)
    and not exists (select 1 from reported_dead d where d.person_id = s.person_id)
