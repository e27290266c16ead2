-- Tekun people of the heaviest degree of disability whom the list calls able to look after themselves.
-- in:  people, spells, tekun, disability_certificate
-- out: one row a person
with held_certificates as (
    select
        p.person_id, c.batch, c.row, c.disability_kind, c.disability_level,
        row_number() over (partition by p.person_id order by c.disability_level, c.batch, c.row) as place
    from disability_certificate c
    cross join this_month m
    join people p on p.token_low = c.token_low and p.token_high = c.token_high
    where coalesce(c.certificate_status, 'VALID') = 'VALID'
        and (c.expires_on is null or c.expires_on >= m.first_day)
        and (c.cancelled_on is null or c.cancelled_on > m.last_day)
        and c.disability_level is not null
)
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    'disability_certificate' as right_source, c.batch as right_batch, c.row as right_row,
    concat(
        '{"disability_kind": ', coalesce(c.disability_kind, 0), ', "disability_level": ', c.disability_level, '}'
    ) as measures
from spells s
cross join parameters x
join tekun t on t.batch = s.batch and t.row = s.row
join held_certificates c on c.person_id = s.person_id and c.place = 1
where s.programme = 'TEKUN' and c.disability_level <= x.first_level
    and (t.selfcare = 'FULL' or (t.selfcare is null and t.care_level = 'NO_CARE'))
