-- Dibao households whose stated amount is not the sum of their members'.
-- in:  spells, dibao
-- out: one row a household (a person where no household is known); a household of which an amount is missing
--      or that states two amounts is left out
with stated as (
    select
        batch, household_number, max(household_amount_fen) as stated_fen,
        cast(sum(amount_fen) as bigint) as sum_fen, min(row) as row
    from dibao
    where household_number is not null
    group by batch, household_number
    having count(amount_fen) = count(*)
        and min(household_amount_fen) = max(household_amount_fen)
        and max(household_amount_fen) > 0
)
select
    case when s.household_id is null then 'person' else 'household' end as subject_kind,
    case when s.household_id is null then s.token_high end as subject_high,
    case when s.household_id is null then s.token_low end as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    cast(null as string) as right_source, cast(null as string) as right_batch,
    cast(null as integer) as right_row,
    concat('{"stated_fen": ', t.stated_fen, ', "sum_fen": ', t.sum_fen, '}') as measures
from stated t
join spells s on s.batch = t.batch and s.row = t.row and s.programme = 'DIBAO'
where t.stated_fen <> t.sum_fen
