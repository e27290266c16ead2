-- with: told_deaths
-- What lists still name of people whose death is reported.
-- in:  spells, told_deaths
-- out: the spell's columns, death_batch, death_row, died_on, months (full months after the month of death in
--      which the list still names them up to this one, 0 where the day of death is unknown)
select
    s.*, d.batch as death_batch, d.row as death_row, d.died_on,
    case when d.died_on is null then 0 else greatest(
        0,
        extract(year from m.last_day) * 12 + extract(month from m.last_day) - greatest(
            extract(year from d.died_on) * 12 + extract(month from d.died_on),
            extract(year from s.since) * 12 + extract(month from s.since) - 1
        )
    ) end as months
from spells s
cross join this_month m
join told_deaths d on d.person_id = s.person_id and d.place = 1
