-- with: deaths
-- People on the dibao list of the month before, on neither list now, alive, and still watched.
-- in:  dibao_previous, dibao, spells, people, deaths
-- out: one row a person
select
    'person' as subject_kind, r.token_high as subject_high, r.token_low as subject_low,
    r.household_id, r.division,
    'dibao' as left_source, d.batch as left_batch, d.row as left_row,
    r.source as right_source, r.batch as right_batch, r.row as right_row,
    concat('{"last_period": "', d.period, '", "monitor_class": "', r.category, '"}') as measures
from dibao_previous d
join people p on p.token_low = d.token_low and p.token_high = d.token_high
join spells r
    on r.person_id = p.person_id and r.programme = 'POVERTY_REGISTER'
    and r.category in ('UNSTABLE', 'MARGINAL', 'SUDDEN', 'NOT_LIFTED')
where not exists (
        select 1 from dibao n where n.token_low = d.token_low and n.token_high = d.token_high
    )
    and not exists (
        select 1 from spells a where a.person_id = p.person_id and a.programme in ('DIBAO', 'TEKUN')
    )
    and not exists (
        select 1 from deaths c where c.token_low = d.token_low and c.token_high = d.token_high
    )
