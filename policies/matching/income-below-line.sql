-- with: on_register
-- Households of the register with someone able to work whose income is below the line of poverty.
-- in:  spells, poverty_register
-- out: one row a household (a person where no household is known)
with homes as (
    select
        home, max(annual_income_fen) as each_fen,
        count(distinct case when labour in ('ABLE', 'PARTIAL') then person_id end) as able
    from on_register
    group by home
)
select
    case when s.household_id is null then 'person' else 'household' end as subject_kind,
    case when s.household_id is null then s.token_high end as subject_high,
    case when s.household_id is null then s.token_low end as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    cast(null as string) as right_source, cast(null as string) as right_batch,
    cast(null as integer) as right_row,
    concat(
        '{"income_fen": ', h.each_fen, ', "line_fen": ', x.line_year_fen, ', "able": ', h.able, '}'
    ) as measures
from homes h
cross join parameters x
join on_register s on s.home = h.home
where h.able > 0 and h.each_fen < x.line_year_fen
