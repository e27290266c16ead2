-- People on the list of disability subsidies whom a list of a month between their first and this one left out.
-- in:  spells, people, disability_subsidy_year
-- out: one row a person; a month of which no list came is nobody's gap, and who was paid several months at once
--      was paid later
with lines as (
    select
        p.person_id, coalesce(d.paid_month, d.period) as month,
        cast(substring(coalesce(d.paid_month, d.period), 1, 4) as integer) * 12
        + cast(substring(coalesce(d.paid_month, d.period), 6, 2) as integer) as number
    from disability_subsidy_year d
    left join people p on p.token_low = d.token_low and p.token_high = d.token_high
    where d.living_fen > 0 or d.nursing_fen > 0
),
months as (
    select distinct number from lines
),
paid as (
    select person_id, min(month) as first_month, min(number) as first_number, max(number) as last_number
    from lines
    where person_id is not null
    group by person_id
),
had as (
    select distinct person_id, number from lines where person_id is not null
),
missed as (
    select a.person_id, a.first_month, count(*) as missed
    from paid a
    join months n on n.number > a.first_number and n.number < a.last_number
    left join had h on h.person_id = a.person_id and h.number = n.number
    where h.person_id is null
    group by a.person_id, a.first_month
)
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    cast(null as string) as right_source, cast(null as string) as right_batch,
    cast(null as integer) as right_row,
    concat('{"first_month": "', g.first_month, '", "missed": ', g.missed, '}') as measures
from spells s
join missed g on g.person_id = s.person_id
where s.programme in ('DISABILITY_LIVING', 'DISABILITY_NURSING')
    and not exists (
        select 1 from disability_subsidy_year d
        join people p on p.token_low = d.token_low and p.token_high = d.token_high
        where p.person_id = s.person_id
            and (d.months_paid > 1 or d.payment_status = 'SUPPLEMENT' or d.remark = 'SUPPLEMENT')
    )
