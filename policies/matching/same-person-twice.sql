-- People whom one list names twice in the same household and township.
-- in:  dibao, tekun, poverty_register, orphan, disability_subsidy, people
-- out: one row a person, the first two records; two households and two townships have rules of their own,
--      and a disability subsidy is named twice only if the same subsidy of the same month is
with rows_of_lists as (
    select 'dibao' as source, 'DIBAO' as part, batch, row, token_high, token_low, division, household_number
    from dibao
    where coalesce(payment_status, 'ACTIVE') <> 'STOPPED'
    union all
    select 'tekun', 'TEKUN', batch, row, token_high, token_low, division, household_number
    from tekun
    where coalesce(payment_status, 'ACTIVE') <> 'STOPPED'
    union all
    select 'poverty_register', 'REGISTER', batch, row, token_high, token_low, division, household_number
    from poverty_register
    union all
    select 'orphan', 'ORPHAN', batch, row, token_high, token_low, division, cast(null as string)
    from orphan
    where coalesce(payment_status, 'ACTIVE') <> 'STOPPED'
    union all
    select
        'disability_subsidy', concat('LIVING', coalesce(paid_month, '')), batch, row, token_high, token_low,
        division, cast(null as string)
    from disability_subsidy
    where living_fen > 0 and coalesce(payment_status, 'ACTIVE') not in ('STOPPED', 'RETURNED')
    union all
    select
        'disability_subsidy', concat('NURSING', coalesce(paid_month, '')), batch, row, token_high, token_low,
        division, cast(null as string)
    from disability_subsidy
    where nursing_fen > 0 and coalesce(payment_status, 'ACTIVE') not in ('STOPPED', 'RETURNED')
),
towns as (
    select
        token_high, token_low, min(substring(division, 1, 9)) as first_town,
        max(substring(division, 1, 9)) as last_town, count(distinct substring(division, 1, 9)) as townships,
        count(distinct source) as lists
    from rows_of_lists
    where length(division) >= 9
    group by token_high, token_low
),
homes as (
    select
        source, part, token_high, token_low, min(household_number) as first_home,
        max(household_number) as last_home, count(distinct household_number) as households,
        count(*) as times
    from rows_of_lists
    group by source, part, token_high, token_low
),
elsewhere as (
    select token_high, token_low from homes where households > 1
    union all
    select token_high, token_low from towns where townships > 1
),
numbered as (
    select
        r.*,
        row_number() over (
            partition by r.source, r.part, r.token_high, r.token_low order by r.batch, r.row
        ) as place
    from rows_of_lists r
)
select
    'person' as subject_kind, h.token_high as subject_high, h.token_low as subject_low,
    p.household_id, a.division,
    a.source as left_source, a.batch as left_batch, a.row as left_row,
    b.source as right_source, b.batch as right_batch, b.row as right_row,
    concat('{"list": "', h.source, '", "times": ', h.times, '}') as measures
from homes h
join numbered a
    on a.token_low = h.token_low and a.token_high = h.token_high and a.part = h.part and a.place = 1
join numbered b
    on b.token_low = h.token_low and b.token_high = h.token_high and b.part = h.part and b.place = 2
left join people p on p.token_low = h.token_low and p.token_high = h.token_high
where h.times > 1
    and not exists (
        select 1 from elsewhere e where e.token_low = h.token_low and e.token_high = h.token_high
    )
