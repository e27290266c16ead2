-- with: on_register, aided_homes, register_bills, dearest_register_bill
-- Households of the register in neither dibao nor tekun whose income, less this year's bills, is below the
-- dibao standard.
-- in:  spells, people, poverty_register, bills
-- out: one row a household (a person where no household is known), beside the dearest bill
with homes as (
    select home, count(distinct person_id) as members, max(annual_income_fen) as each_fen
    from on_register
    group by home
),
spent as (
    select home, cast(sum(self_pay_fen) as bigint) as expense from register_bills group by home
),
weighed as (
    select
        h.home, h.members, h.members * h.each_fen as income, b.expense,
        greatest(
            0, cast(floor((h.members * h.each_fen - b.expense) / (h.members * 12)) as bigint)
        ) as left_fen
    from homes h
    join spent b on b.home = h.home
    where h.each_fen is not null
)
select
    case when s.household_id is null then 'person' else 'household' end as subject_kind,
    case when s.household_id is null then s.token_high end as subject_high,
    case when s.household_id is null then s.token_low end as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    'medical_selfpay' as right_source, d.batch as right_batch, d.row as right_row,
    concat(
        '{"members": ', w.members, ', "income_fen": ', w.income, ', "expense_fen": ', w.expense,
        ', "left_fen": ', w.left_fen, ', "standard_fen": ', cast(floor(x.dibao_year_fen / 12) as bigint), '}'
    ) as measures
from weighed w
cross join parameters x
join on_register s on s.home = w.home
join dearest_register_bill d on d.home = w.home and d.place = 1
where w.income - w.expense < x.dibao_year_fen * w.members
    and not exists (select 1 from aided_homes a where a.home = w.home)
