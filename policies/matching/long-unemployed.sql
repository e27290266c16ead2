-- People of the register out of work for months, without benefit, wages, basic aid or this year's relief.
-- in:  people, spells, poverty_register, employment, social_insurance, temporary_relief_year
-- out: one row a person
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
on_register as (
    select s.*, r.relation, r.annual_income_fen
    from spells s
    cross join this_month m
    join poverty_register r on r.batch = s.batch and r.row = s.row
    where s.programme = 'POVERTY_REGISTER' and (r.removed_on is null or r.removed_on > m.last_day)
)
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    'employment' as right_source, j.batch as right_batch, j.row as right_row,
    concat('{"since": "', cast(j.since as string), '"}') as measures
from on_register s
cross join this_month m
cross join parameters x
join jobless j on j.person_id = s.person_id and j.place = 1
where j.benefit_fen = 0
    and (extract(year from m.last_day) - extract(year from j.since)) * 12
        + extract(month from m.last_day) - extract(month from j.since) >= x.months
    and not exists (
        select 1 from spells a where a.person_id = s.person_id and a.programme in ('DIBAO', 'TEKUN')
    )
    and not exists (
        select 1 from social_insurance i
        join people p on p.token_low = i.token_low and p.token_high = i.token_high
        where p.person_id = s.person_id
            and i.insurance_kind = 'EMPLOYEE' and i.insurance_status = 'PAYING'
    )
    and not exists (
        select 1 from temporary_relief_year t
        join people p on p.token_low = t.token_low and p.token_high = t.token_high
        where p.person_id = s.person_id
    )
