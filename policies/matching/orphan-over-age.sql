-- with: in_school
-- Orphans and unattended children who came of age and are in no school.
-- in:  spells, people, orphan, in_school
-- out: one row a person
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    cast(null as string) as right_source, cast(null as string) as right_batch,
    cast(null as integer) as right_row,
    concat(
        '{"programme": "', s.programme, '", "age": ', p.age, ', "school": "',
        case when o.in_school = 'NO' then 'SAID' when h.is_told = 1 then 'NOWHERE' else 'UNKNOWN' end, '"}'
    ) as measures
from spells s
cross join parameters x
cross join (select case when count(*) > 0 then 1 else 0 end as is_told from in_school) h
join people p on p.token_low = s.token_low and p.token_high = s.token_high and p.person_id = s.person_id
left join orphan o on o.batch = s.batch and o.row = s.row
where s.programme in ('ORPHAN', 'UNATTENDED_CHILD')
    and p.age >= x.adult_age
    and coalesce(o.in_school, 'NO') <> 'YES'
    and not exists (
        select 1 from in_school t where t.token_low = s.token_low and t.token_high = s.token_high
    )
