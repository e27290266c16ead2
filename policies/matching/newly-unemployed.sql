-- Dibao people and people of the poverty register who were registered as unemployed within the month.
-- in:  employment, people, spells
-- out: one row a person
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    'employment' as left_source, e.batch as left_batch, e.row as left_row,
    s.source as right_source, s.batch as right_batch, s.row as right_row,
    concat(
        '{"programme": "', s.programme, '", "registered_on": "', cast(e.registered_on as string),
        '", "benefit_fen": ', coalesce(e.benefit_fen, 0), '}'
    ) as measures
from employment e
cross join this_month m
join people p on p.token_low = e.token_low and p.token_high = e.token_high
join spells s on s.person_id = p.person_id and s.programme in ('DIBAO', 'POVERTY_REGISTER')
where e.employment_kind = 'UNEMPLOYED'
    and e.registered_on >= m.first_day and e.registered_on <= m.last_day
