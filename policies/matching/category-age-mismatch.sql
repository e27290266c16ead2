-- with: in_school, standing_certificates
-- Tekun people between the ages of support, in no school, without a certificate that stands for it.
-- in:  spells, people, tekun, standing_certificates, in_school
-- out: one row a person
with certified as (
    select distinct p.person_id
    from standing_certificates c
    cross join parameters x
    join people p on p.token_low = c.token_low and p.token_high = c.token_high
    where (c.disability_kind in (5, 6) and c.disability_level <= x.mind_level)
        or (c.disability_kind = 4 and c.disability_level <= x.limb_level)
        or (c.disability_kind = 1 and c.disability_level <= x.sight_level)
)
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    cast(null as string) as right_source, cast(null as string) as right_batch,
    cast(null as integer) as right_row,
    concat(
        '{"age": ', p.age, ', "school": "',
        case when k.in_school = 'NO' then 'SAID' when h.is_told = 1 then 'NOWHERE' else 'UNKNOWN' end, '"}'
    ) as measures
from spells s
cross join parameters x
cross join (select case when count(*) > 0 then 1 else 0 end as is_told from in_school) h
join people p on p.token_low = s.token_low and p.token_high = s.token_high and p.person_id = s.person_id
left join tekun k on k.batch = s.batch and k.row = s.row
where s.programme = 'TEKUN'
    and coalesce(k.in_school, 'NO') <> 'YES'
    and p.age >= x.adult_age and p.age < x.old_age
    and not exists (select 1 from certified c where c.person_id = s.person_id)
    and not exists (
        select 1 from in_school t where t.token_low = s.token_low and t.token_high = s.token_high
    )
