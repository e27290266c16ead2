-- with: reported_dead
-- Tekun people who cannot look after themselves at all and live at home.
-- in:  spells, tekun, deaths
-- out: one row a person
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    cast(null as string) as right_source, cast(null as string) as right_batch,
    cast(null as integer) as right_row,
    '{}' as measures
from spells s
join tekun t on t.batch = s.batch and t.row = s.row
where s.programme = 'TEKUN' and s.category = 'DISPERSED'
    and (t.selfcare = 'NONE' or (t.selfcare is null and t.care_level = 'FULL_CARE'))
    and not exists (select 1 from reported_dead d where d.person_id = s.person_id)
