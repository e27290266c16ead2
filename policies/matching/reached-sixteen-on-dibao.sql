-- with: ages_before, held_certificates
-- Dibao people who came of working age within the month, are in no school and not heavily disabled.
-- in:  spells, people, student, disability_certificate
-- out: one row a person
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    cast(null as string) as right_source, cast(null as string) as right_batch,
    cast(null as integer) as right_row,
    concat('{"age": ', t.age, '}') as measures
from spells s
cross join parameters x
join ages_before t on t.person_id = s.person_id and t.token_low = s.token_low and t.token_high = s.token_high
where s.programme = 'DIBAO'
    and t.age = x.working_age and t.age_before < x.working_age
    and not exists (
        select 1 from student e
        where e.token_low = s.token_low and e.token_high = s.token_high and e.student_status = 'ENROLLED'
    )
    and not exists (
        select 1 from held_certificates c
        where c.person_id = s.person_id and c.disability_level <= x.heavy_level
    )
