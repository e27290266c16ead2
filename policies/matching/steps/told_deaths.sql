-- with: deaths
-- Records of the deaths of people of the roster, the one to show first.
-- in:  deaths, people
-- out: person_id, batch, row, died_on, place (1 for the record of the same name, then of the earliest day)
select
    p.person_id, c.batch, c.row, c.died_on,
    row_number() over (
        partition by p.person_id
        order by
            case when coalesce(c.name_key = p.name_key, true) then 0 else 1 end, c.died_on, c.batch, c.row
    ) as place
from deaths c
join people p on p.token_low = c.token_low and p.token_high = c.token_high
