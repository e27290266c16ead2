-- with: held_certificates
-- Tekun people of the heaviest degree of disability whom the list calls able to look after themselves.
-- in:  people, spells, tekun, disability_certificate
-- out: one row a person
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    'disability_certificate' as right_source, c.batch as right_batch, c.row as right_row,
    concat(
        '{"disability_kind": ',
        coalesce(cast(c.disability_kind as string), '"UNKNOWN"'), ', "disability_level": ', c.disability_level, '}'
    ) as measures
from spells s
cross join parameters x
join tekun t on t.batch = s.batch and t.row = s.row
join held_certificates c on c.person_id = s.person_id and c.place = 1
where s.programme = 'TEKUN' and c.disability_level <= x.first_level
    and (t.selfcare = 'FULL' or (t.selfcare is null and t.care_level = 'NO_CARE'))
