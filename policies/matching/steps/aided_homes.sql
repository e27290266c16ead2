-- with: on_register
-- Homes somebody of whom is on dibao or tekun, as on_register calls them.
-- in:  spells, on_register
-- out: home
select coalesce(cast(household_id as string), concat('person ', person_id)) as home
from spells
where programme in ('DIBAO', 'TEKUN')
union
select r.home
from on_register r
join spells a on a.person_id = r.person_id and a.programme in ('DIBAO', 'TEKUN')
