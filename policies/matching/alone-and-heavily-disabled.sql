-- with: residents, reported_dead, held_certificates
-- Heavily disabled people on dibao or the register whose household has nobody else alive.
-- in:  people, spells, disability_certificate, deaths
-- out: one row a person
with alone as (
    select r.household_id
    from residents r
    where r.household_id is not null
        and not exists (select 1 from reported_dead d where d.person_id = r.person_id)
    group by r.household_id
    having count(*) = 1
)
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    'disability_certificate' as right_source, c.batch as right_batch, c.row as right_row,
    concat(
        '{"programme": "', s.programme, '", "disability_kind": ',
        coalesce(cast(c.disability_kind as string), '"UNKNOWN"'),
        ', "disability_level": ', c.disability_level, '}'
    ) as measures
from spells s
cross join parameters x
join residents r on r.person_id = s.person_id
join alone a on a.household_id = r.household_id
join held_certificates c on c.person_id = s.person_id and c.place = 1
where s.programme in ('DIBAO', 'POVERTY_REGISTER') and c.disability_level <= x.heavy_level
    and not exists (select 1 from reported_dead d where d.person_id = s.person_id)
