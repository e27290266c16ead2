-- People of the roster registered as out of work who found none since, the latest loss first.
-- in:  employment, people
-- out: person_id, batch, row, since (the day of the loss), benefit_fen (unknown where not told), standing
--      (UNSAID where nothing tells whether the registration still holds), place (1 for the latest)
select
    p.person_id, e.batch, e.row, coalesce(e.unemployed_on, e.registered_on) as since,
    e.benefit_fen,
    case when e.registration_state is null and e.ended_on is null then 'UNSAID' else 'SAID' end as standing,
    row_number() over (
        partition by p.person_id
        order by coalesce(e.unemployed_on, e.registered_on) desc, e.batch, e.row
    ) as place
from employment e
cross join this_month m
join people p on p.token_low = e.token_low and p.token_high = e.token_high
where e.employment_kind = 'UNEMPLOYED' and coalesce(e.registration_state, 'CURRENT') = 'CURRENT'
    and (e.ended_on is null or e.ended_on > m.last_day)
    and coalesce(e.unemployed_on, e.registered_on) <= m.last_day
    and not exists (
        select 1 from employment w
        where w.token_low = e.token_low and w.token_high = e.token_high
            and w.employment_kind = 'EMPLOYED'
            and coalesce(w.registration_state, 'CURRENT') = 'CURRENT'
            and (w.ended_on is null or w.ended_on > m.last_day)
            and coalesce(w.employed_on, w.registered_on)
                >= coalesce(e.unemployed_on, e.registered_on)
    )
