-- Rural dibao households whose income, as the register states it, is above the standard.
-- in:  spells, people, poverty_register
-- out: one row a household (a person where no household is known), the highest income stated
with stated as (
    select
        s.*, r.batch as register_batch, r.row as register_row, r.annual_income_fen,
        row_number() over (
            partition by coalesce(cast(s.household_id as string), concat('person ', s.person_id))
            order by r.annual_income_fen desc, s.batch, s.row, r.batch, r.row
        ) as place
    from spells s
    join people p on p.person_id = s.person_id
    join poverty_register r on r.token_low = p.token_low and r.token_high = p.token_high
    where s.programme = 'DIBAO' and s.category = 'RURAL' and r.annual_income_fen is not null
)
select
    case when s.household_id is null then 'person' else 'household' end as subject_kind,
    case when s.household_id is null then s.token_high end as subject_high,
    case when s.household_id is null then s.token_low end as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    'poverty_register' as right_source, s.register_batch as right_batch, s.register_row as right_row,
    concat(
        '{"income_fen": ', s.annual_income_fen, ', "standard_fen": ', x.dibao_year_fen, '}'
    ) as measures
from stated s
cross join parameters x
where s.place = 1 and s.annual_income_fen > x.dibao_year_fen
