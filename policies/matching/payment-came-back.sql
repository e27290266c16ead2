-- with: reported_dead
-- Living people whose money of the month, as the list says, did not arrive.
-- in:  people, spells, dibao, tekun, orphan, disability_subsidy, deaths
-- out: one row a person
with returned as (
    select batch, row from dibao where payment_status = 'RETURNED'
    union all
    select batch, row from tekun where payment_status = 'RETURNED'
    union all
    select batch, row from orphan where payment_status = 'RETURNED'
    union all
    select batch, row from disability_subsidy where payment_status = 'RETURNED'
)
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    cast(null as string) as right_source, cast(null as string) as right_batch,
    cast(null as integer) as right_row,
    concat('{"programme": "', s.programme, '", "paid_fen": ',
        coalesce(cast(s.amount_fen as string), '"UNKNOWN"'), '}') as measures
from spells s
join returned t on t.batch = s.batch and t.row = s.row
where not exists (select 1 from reported_dead d where d.person_id = s.person_id)
