-- with: jobless, on_register
-- People of the register out of work for months, without benefit, wages, basic aid or this year's relief.
-- in:  people, spells, poverty_register, employment, social_insurance, temporary_relief_year
-- out: one row a person; a list that never tells a benefit does not say that there is none
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    'employment' as right_source, j.batch as right_batch, j.row as right_row,
    concat(
        '{"since": "', cast(j.since as string), '", "benefit": "',
        case when j.benefit_fen is null then 'UNKNOWN' else 'NONE' end, '", "standing": "', j.standing, '"}'
    ) as measures
from on_register s
cross join this_month m
cross join parameters x
join jobless j on j.person_id = s.person_id and j.place = 1
where coalesce(j.benefit_fen, 0) = 0
    and exists (select 1 from employment n where n.batch = j.batch and n.benefit_fen is not null)
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
