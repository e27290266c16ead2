-- with: ages_before
-- Dibao people who turned sixty within the month: supplements for the old and tekun come into question.
-- in:  spells, people
-- out: one row a person
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    cast(null as string) as right_source, cast(null as string) as right_batch,
    cast(null as integer) as right_row,
    concat('{"age": ', t.age, '}') as measures
from spells s
cross join parameters x
join ages_before t on t.person_id = s.person_id and t.token_low = s.token_low and t.token_high = s.token_high
where s.programme = 'DIBAO' and t.age = x.old_age and t.age_before < x.old_age
