-- with: residents, reported_dead, held_certificates, helped_people, on_register
-- Old people of the register who hold a standing certificate and of whose household nobody is on basic aid.
-- in:  people, spells, poverty_register, disability_certificate, deaths
-- out: one row a person
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    'disability_certificate' as right_source, c.batch as right_batch, c.row as right_row,
    concat(
        '{"age": ', r.age, ', "disability_kind": ',
        coalesce(cast(c.disability_kind as string), '"UNKNOWN"'), ', "disability_level": ',
        c.disability_level, '}'
    ) as measures
from on_register s
cross join parameters x
join residents r on r.person_id = s.person_id
join held_certificates c on c.person_id = s.person_id and c.place = 1
where r.age >= x.old_age
    and not exists (select 1 from helped_people a where a.person_id = s.person_id)
    and not exists (select 1 from reported_dead d where d.person_id = s.person_id)
