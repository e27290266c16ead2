-- with: on_register, aided_homes
-- Households of the register in neither dibao nor tekun whose income lies between the two lines.
-- in:  spells, poverty_register
-- out: one row a household (a person where no household is known); both lines are a person's for a year, and
--      either may be the higher
with homes as (
    select home, max(annual_income_fen) as each_fen from on_register group by home
),
judged as (
    select
        h.home, h.each_fen, least(x.dibao_year_fen, x.line_year_fen) as lower_fen,
        greatest(x.dibao_year_fen, x.line_year_fen) as upper_fen
    from homes h
    cross join parameters x
    where not exists (select 1 from aided_homes a where a.home = h.home)
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
        '{"income_fen": ', j.each_fen, ', "lower_fen": ', j.lower_fen, ', "upper_fen": ', j.upper_fen, '}'
    ) as measures
from judged j
join on_register s on s.home = j.home
where j.each_fen >= j.lower_fen and j.each_fen < j.upper_fen
