-- with: reported_dead
-- Tekun people of whom the list states neither whether they can look after themselves nor a grade of care.
-- in:  spells, tekun, deaths
-- out: one row a person; a list that states it of nobody is found person by person too, as nobody was assessed
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    cast(null as string) as right_source, cast(null as string) as right_batch,
    cast(null as integer) as right_row,
    '{}' as measures
from spells s
join tekun t on t.batch = s.batch and t.row = s.row
where s.programme = 'TEKUN' and t.selfcare is null and t.care_level is null
    and not exists (select 1 from reported_dead d where d.person_id = s.person_id)
