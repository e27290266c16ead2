-- with: subsidies_paid
-- Tekun people on the list of disability subsidies: they get neither of the two.
-- in:  spells
-- out: one row a person
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    t.source as right_source, t.batch as right_batch, t.row as right_row,
    concat('{"paid_fen": ', coalesce(cast(subsidies_paid.fen as string), '"UNKNOWN"'), '}') as measures
from spells s
join subsidies_paid on subsidies_paid.person_id = s.person_id
join spells t on t.person_id = s.person_id and t.programme = 'TEKUN'
where s.programme in ('DISABILITY_LIVING', 'DISABILITY_NURSING')
