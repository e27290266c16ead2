-- People whom one list places in two households of one township (two townships have a rule of their own).
-- in:  dibao, tekun, poverty_register, orphan, disability_subsidy, people
-- out: one row a person, one record of each of two households
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
)
select
    'person' as subject_kind, h.token_high as subject_high, h.token_low as subject_low,
    p.household_id, a.division,
    a.source as left_source, a.batch as left_batch, a.row as left_row,
    b.source as right_source, b.batch as right_batch, b.row as right_row,
    concat('{"list": "', h.source, '", "households": ', h.households, '}') as measures
from homes h
join rows_of_lists a
    on a.token_low = h.token_low and a.token_high = h.token_high
    and a.part = h.part and a.household_number = h.first_home
join rows_of_lists b
    on b.token_low = h.token_low and b.token_high = h.token_high
    and b.part = h.part and b.household_number = h.last_home
left join people p on p.token_low = h.token_low and p.token_high = h.token_high
left join towns t on t.token_low = h.token_low and t.token_high = h.token_high
where h.households > 1 and coalesce(t.townships, 0) < 2
