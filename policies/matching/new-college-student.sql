-- People on aid or watched who are at a college or university now and were not on the last list.
-- in:  people, spells, student, student_previous, poverty_register
-- out: one row a person; if the last list had no colleges at all, nobody is new
with before as (
    select distinct p.person_id
    from student_previous t
    left join people p on p.token_low = t.token_low and p.token_high = t.token_high
    where t.student_status = 'ENROLLED' and t.stage = 'COLLEGE'
)
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    'student' as right_source, t.batch as right_batch, t.row as right_row,
    concat('{"programme": "', s.programme, '"}') as measures
from spells s
cross join this_month m
join people p on p.person_id = s.person_id
join student t on t.token_low = p.token_low and t.token_high = p.token_high
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
    and t.student_status = 'ENROLLED' and t.stage = 'COLLEGE'
    and exists (select 1 from before)
    and not exists (select 1 from before b where b.person_id = s.person_id)
