-- Rural dibao and tekun people whom the poverty register does not name.
-- in:  spells, tekun
-- out: one row a person; tekun people of a town are no country people, and of whom no area is said that is told
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    cast(null as string) as right_source, cast(null as string) as right_batch,
    cast(null as integer) as right_row,
    concat(
        '{"programme": "', s.programme, '", "area": "',
        case when s.programme = 'TEKUN' and t.area_kind is null then 'UNKNOWN' else 'RURAL' end, '"}'
    ) as measures
from spells s
left join tekun t on t.batch = s.batch and t.row = s.row
where ((s.programme = 'TEKUN' and coalesce(t.area_kind, 'RURAL') = 'RURAL') or (s.programme = 'DIBAO' and s.category = 'RURAL'))
    and not exists (
        select 1 from spells r where r.person_id = s.person_id and r.programme = 'POVERTY_REGISTER'
    )
