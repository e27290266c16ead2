-- People the last register called lifted and this one calls at risk again, with no aid.
-- in:  spells, people, poverty_register, poverty_register_previous
-- out: one row a person, both records
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    'poverty_register' as right_source, b.batch as right_batch, b.row as right_row,
    concat('{"monitor_class": "', s.category, '"}') as measures
from spells s
cross join this_month m
join poverty_register r on r.batch = s.batch and r.row = s.row
join people p on p.person_id = s.person_id
join poverty_register_previous b on b.token_low = p.token_low and b.token_high = p.token_high
where s.programme = 'POVERTY_REGISTER'
    and s.category in ('UNSTABLE', 'MARGINAL', 'SUDDEN', 'NOT_LIFTED')
    and (r.removed_on is null or r.removed_on > m.last_day)
    and b.monitor_class = 'LIFTED'
    and not exists (
        select 1 from spells a where a.person_id = s.person_id and a.programme in ('DIBAO', 'TEKUN')
    )
