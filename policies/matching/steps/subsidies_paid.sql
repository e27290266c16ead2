-- What the two disability subsidies pay each person in the month.
-- in:  spells
-- out: person_id, fen
select person_id, cast(sum(coalesce(amount_fen, 0)) as bigint) as fen
from spells
where programme in ('DISABILITY_LIVING', 'DISABILITY_NURSING')
group by person_id
