-- People of the register of poverty who were not removed from it by the month's end.
-- in:  spells, poverty_register
-- out: the spell's columns, relation, annual_income_fen (each person's for a year), home (the household, or the
--      person where none is known)
select
    s.*, r.relation, r.annual_income_fen,
    coalesce(cast(s.household_id as string), concat('person ', s.person_id)) as home
from spells s
cross join this_month m
join poverty_register r on r.batch = s.batch and r.row = s.row
where s.programme = 'POVERTY_REGISTER' and (r.removed_on is null or r.removed_on > m.last_day)
