-- with: held_certificates
-- People with aid or a disability subsidy whose standing certificate says another kind or degree than before.
-- in:  spells, people, disability_certificate, disability_certificate_previous
-- out: one row a person
with before as (
    select
        p.person_id, c.disability_kind, c.disability_level,
        row_number() over (partition by p.person_id order by c.disability_level, c.batch, c.row) as place
    from disability_certificate_previous c
    join people p on p.token_low = c.token_low and p.token_high = c.token_high
    where coalesce(c.certificate_status, 'VALID') = 'VALID'
        and c.disability_kind is not null and c.disability_level is not null
)
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    'disability_certificate' as right_source, c.batch as right_batch, c.row as right_row,
    concat(
        '{"listed_kind": ', b.disability_kind, ', "listed_level": ', b.disability_level,
        ', "certificate_kind": ', c.disability_kind, ', "certificate_level": ', c.disability_level, '}'
    ) as measures
from spells s
join held_certificates c on c.person_id = s.person_id and c.place = 1 and c.disability_kind is not null
join before b on b.person_id = s.person_id and b.place = 1
where s.programme in ('DIBAO', 'TEKUN', 'DISABILITY_LIVING', 'DISABILITY_NURSING')
    and (b.disability_kind <> c.disability_kind or b.disability_level <> c.disability_level)
