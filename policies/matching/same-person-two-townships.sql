-- People whom lists place in two townships, within one list or across lists.
-- in:  dibao, tekun, poverty_register, orphan, disability_subsidy, people
-- out: one row a person, one record of each of two townships
with rows_of_lists as (
    select 'dibao' as source, 'DIBAO' as part, batch, row, token_high, token_low, division, household_number
    from dibao
    union all
    select 'tekun', 'TEKUN', batch, row, token_high, token_low, division, household_number
    from tekun
    union all
    select 'poverty_register', 'REGISTER', batch, row, token_high, token_low, division, household_number
    from poverty_register
    union all
    select 'orphan', 'ORPHAN', batch, row, token_high, token_low, division, cast(null as string)
    from orphan
    union all
    select
        'disability_subsidy', concat('LIVING', coalesce(paid_month, '')), batch, row, token_high, token_low,
        division, cast(null as string)
    from disability_subsidy
    where living_fen > 0
    union all
    select
        'disability_subsidy', concat('NURSING', coalesce(paid_month, '')), batch, row, token_high, token_low,
        division, cast(null as string)
    from disability_subsidy
    where nursing_fen > 0
),
towns as (
    select
        token_high, token_low, min(substring(division, 1, 9)) as first_town,
        max(substring(division, 1, 9)) as last_town, count(distinct substring(division, 1, 9)) as townships,
        count(distinct source) as lists
    from rows_of_lists
    where length(division) >= 9
    group by token_high, token_low
)
select
    'person' as subject_kind, t.token_high as subject_high, t.token_low as subject_low,
    p.household_id, a.division,
    a.source as left_source, a.batch as left_batch, a.row as left_row,
    b.source as right_source, b.batch as right_batch, b.row as right_row,
    concat('{"townships": ', t.townships, ', "lists": ', t.lists, '}') as measures
from towns t
join rows_of_lists a
    on a.token_low = t.token_low and a.token_high = t.token_high
    and length(a.division) >= 9 and substring(a.division, 1, 9) = t.first_town
join rows_of_lists b
    on b.token_low = t.token_low and b.token_high = t.token_high
    and length(b.division) >= 9 and substring(b.division, 1, 9) = t.last_town
left join people p on p.token_low = t.token_low and p.token_high = t.token_high
where t.townships > 1
