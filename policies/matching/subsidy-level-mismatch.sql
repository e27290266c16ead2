-- with: standing_certificates
-- People whose kind or degree of disability on the subsidy list is on none of their standing certificates.
-- in:  spells, people, disability_subsidy, standing_certificates
-- out: one row a person
with standing as (
    select p.person_id, c.batch, c.row, c.disability_kind, c.disability_level
    from standing_certificates c
    join people p on p.token_low = c.token_low and p.token_high = c.token_high
    where c.disability_kind is not null and c.disability_level is not null
)
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    'disability_certificate' as right_source, c.batch as right_batch, c.row as right_row,
    concat(
        '{"listed_kind": ', d.disability_kind, ', "listed_level": ', d.disability_level,
        ', "certificate_kind": ', c.disability_kind, ', "certificate_level": ', c.disability_level, '}'
    ) as measures
from spells s
join disability_subsidy d on d.batch = s.batch and d.row = s.row
join standing c on c.person_id = s.person_id
where s.programme in ('DISABILITY_LIVING', 'DISABILITY_NURSING')
    and d.disability_kind is not null and d.disability_level is not null
    and not exists (
        select 1 from standing same
        where same.person_id = s.person_id
            and same.disability_kind = d.disability_kind and same.disability_level = d.disability_level
    )
