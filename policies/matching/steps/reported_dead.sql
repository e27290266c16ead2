-- with: deaths
-- People of the roster whom a standing record calls dead by the month's end.
-- in:  deaths, people
-- out: person_id, died_on (the earliest day said, unknown where none is)
select p.person_id, min(c.died_on) as died_on
from deaths c
join people p on p.token_low = c.token_low and p.token_high = c.token_high
group by p.person_id
