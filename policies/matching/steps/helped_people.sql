-- with: residents
-- People of whose household somebody is on dibao or tekun.
-- in:  spells, residents
-- out: person_id
select person_id from spells where programme in ('DIBAO', 'TEKUN')
union
select r.person_id
from spells s
join residents h on h.person_id = s.person_id
join residents r on r.household_id = h.household_id
where s.programme in ('DIBAO', 'TEKUN')
