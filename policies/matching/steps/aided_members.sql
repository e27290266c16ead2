-- Dibao and tekun people with themselves and everyone of their households, once for each number.
-- in:  spells, people
-- out: the spell's person_id, household_id, token_high, token_low, division, source, batch, row; since (on aid,
--      by the start the list names or by the lists that followed without a break, whichever is earlier);
--      member_high, member_low; home (the household, or the person where none is known); distance 0 for the person
select
    a.person_id, a.household_id, a.token_high, a.token_low, a.division, a.source, a.batch, a.row,
    least(a.since, coalesce(a.started_on, a.since)) as since, p.token_high as member_high, p.token_low as member_low, 0 as distance,
    coalesce(cast(a.household_id as string), concat('person ', a.person_id)) as home
from spells a
join people p on p.person_id = a.person_id
where a.programme in ('DIBAO', 'TEKUN')
union all
select
    a.person_id, a.household_id, a.token_high, a.token_low, a.division, a.source, a.batch, a.row,
    least(a.since, coalesce(a.started_on, a.since)) as since, p.token_high as member_high, p.token_low as member_low, 1 as distance,
    cast(a.household_id as string) as home
from spells a
join people p on p.household_id = a.household_id and p.person_id <> a.person_id
where a.programme in ('DIBAO', 'TEKUN')
