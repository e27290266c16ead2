-- Dibao and tekun people who draw unemployment benefit, which counts as income.
-- in:  spells, people, employment
-- out: one row a person
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    'employment' as right_source, e.batch as right_batch, e.row as right_row,
    concat(
        '{"programme": "', s.programme, '", "benefit_fen": ', e.benefit_fen, ', "standing": "',
        case when e.registration_state is null and e.ended_on is null then 'UNSAID' else 'SAID' end, '"}'
    ) as measures
from spells s
cross join this_month m
join people p on p.person_id = s.person_id
join employment e on e.token_low = p.token_low and e.token_high = p.token_high
where s.programme in ('DIBAO', 'TEKUN')
    and e.employment_kind = 'UNEMPLOYED' and e.benefit_fen > 0
    and coalesce(e.registration_state, 'CURRENT') = 'CURRENT'
    and (e.ended_on is null or e.ended_on > m.last_day)
