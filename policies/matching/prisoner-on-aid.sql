-- Dibao and tekun people of whom the register says that they left for prison.
-- in:  people, spells, poverty_register
-- out: one row a person
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    'poverty_register' as right_source, r.batch as right_batch, r.row as right_row,
    concat(
        '{"programme": "', s.programme, '", "left_on": "', coalesce(cast(r.left_on as string), ''), '"}'
    ) as measures
from spells s
cross join this_month m
join people p on p.person_id = s.person_id
join poverty_register r on r.token_low = p.token_low and r.token_high = p.token_high
where s.programme in ('DIBAO', 'TEKUN')
    and r.left_reason = 'PRISON' and (r.left_on is null or r.left_on <= m.last_day)
