-- What the two disability subsidies pay each person in the month.
-- in:  spells
-- out: person_id, fen (unknown where the amount of one of them is not told)
select person_id, case when count(amount_fen) = count(*) then cast(sum(amount_fen) as bigint) end as fen
from spells
where programme in ('DISABILITY_LIVING', 'DISABILITY_NURSING')
group by person_id
