-- Everyone of the roster once, however many numbers they have.
-- in:  people
-- out: person_id, household_id, division, age (unknown where no number says it)
select
    person_id, max(household_id) as household_id, max(division) as division, max(age) as age
from people
group by person_id
