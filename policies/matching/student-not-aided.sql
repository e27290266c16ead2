-- Students on aid or watched of whom the list of the schools says that they get no aid for their studies.
-- in:  people, spells, student, poverty_register
-- out: one row a person; a list that says nothing of aid says nothing of anyone
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
    and t.student_status = 'ENROLLED' and t.aided = 'NO'
    and not exists (
        select 1 from student o
        where o.token_low = t.token_low and o.token_high = t.token_high and o.aided = 'YES'
    )
