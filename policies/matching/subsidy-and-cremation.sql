-- with: spells_of_the_dead
-- People whose death is reported and whom the list of disability subsidies still names.
-- in:  spells_of_the_dead, disability_subsidy
-- out: one row a person; months after the month of death in which the list still names them, at the
--      amount now paid;
--      whom the list itself notes as reported dead or stopped is being dealt with
with listed as (
    select s.*
    from spells_of_the_dead s
    left join disability_subsidy b on b.batch = s.batch and b.row = s.row
    where s.programme in ('DISABILITY_LIVING', 'DISABILITY_NURSING')
        and coalesce(b.remark, '') <> 'DEATH_REPORTED'
        and coalesce(b.payment_status, 'ACTIVE') not in ('STOPPED', 'PAUSED', 'RETURNED')
),
totals as (
    select
        person_id, case when max(died_on) is not null then max(months) end as months, count(*) as lists,
        case
            when max(died_on) is not null and sum(case when months > 0 and amount_fen is null then 1 else 0 end) = 0
                then cast(sum(months * coalesce(amount_fen, 0)) as bigint)
        end as fen
    from listed
    group by person_id
)
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    'cremation' as right_source, s.death_batch as right_batch, s.death_row as right_row,
    concat(
        '{"died_on": "', coalesce(cast(s.died_on as string), ''), '", "months_overpaid": ',
        coalesce(cast(t.months as string), '"UNKNOWN"'),
        ', "overpaid_fen": ', coalesce(cast(t.fen as string), '"UNKNOWN"'), ', "lists": ', t.lists, '}'
    ) as measures
from listed s
join totals t on t.person_id = s.person_id
