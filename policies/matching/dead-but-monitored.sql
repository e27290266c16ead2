-- with: deaths
-- People whose death is reported and whom the poverty register still names.
-- in:  spells, people, deaths, poverty_register
-- out: one row a person; whom the register itself notes as dead or gone is not named any more
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    'cremation' as right_source, c.batch as right_batch, c.row as right_row,
    concat(
        '{"died_on": "', coalesce(cast(c.died_on as string), ''), '", "monitor_class": "', s.category, '"}'
    ) as measures
from spells s
cross join this_month m
join people p on p.person_id = s.person_id
join deaths c on c.token_low = p.token_low and c.token_high = p.token_high
left join poverty_register r on r.batch = s.batch and r.row = s.row
where s.programme = 'POVERTY_REGISTER'
    and (r.removed_on is null or r.removed_on > m.last_day)
    and r.left_reason is null
    and coalesce(r.remark, '') <> 'DEATH_REPORTED'
