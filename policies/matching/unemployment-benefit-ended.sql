-- Dibao people and people of the register whose unemployment benefit ended and who are still out of work.
-- in:  people, spells, employment, employment_previous
-- out: one row a person, both records
with jobless as (
    select
        p.person_id, e.batch, e.row, coalesce(e.unemployed_on, e.registered_on) as since,
        coalesce(e.benefit_fen, 0) as benefit_fen,
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
),
drawn as (
    select
        p.person_id, e.batch, e.row, e.benefit_fen,
        row_number() over (partition by p.person_id order by e.benefit_fen desc, e.batch, e.row) as place
    from employment_previous e
    join people p on p.token_low = e.token_low and p.token_high = e.token_high
    where e.employment_kind = 'UNEMPLOYED' and e.benefit_fen > 0
)
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    'employment' as left_source, j.batch as left_batch, j.row as left_row,
    'employment' as right_source, d.batch as right_batch, d.row as right_row,
    concat('{"programme": "', s.programme, '", "benefit_fen": ', d.benefit_fen, '}') as measures
from spells s
join jobless j on j.person_id = s.person_id and j.place = 1
join drawn d on d.person_id = s.person_id and d.place = 1
where s.programme in ('DIBAO', 'POVERTY_REGISTER')
    and not exists (
        select 1 from jobless k where k.person_id = s.person_id and k.benefit_fen > 0
    )
