-- with: reported_dead, helped_people, on_register
-- People the register calls seriously ill who were not on the last list, of households without basic aid.
-- in:  people, spells, poverty_register, poverty_register_previous, deaths
-- out: one row a person, both records
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    'poverty_register' as right_source, b.batch as right_batch, b.row as right_row,
    concat('{"health_before": "', b.health, '", "health": "', r.health, '"}') as measures
from on_register s
join poverty_register r on r.batch = s.batch and r.row = s.row
join people p on p.person_id = s.person_id
join poverty_register_previous b on b.token_low = p.token_low and b.token_high = p.token_high
where r.health = 'SERIOUS' and b.health <> 'SERIOUS'
    and not exists (select 1 from helped_people a where a.person_id = s.person_id)
    and not exists (select 1 from reported_dead d where d.person_id = s.person_id)
