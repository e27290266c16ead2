-- with: on_register, register_bills, dearest_register_bill
-- Households of the register whose bills pass last year's income, or whose income fell steeply.
-- in:  spells, people, poverty_register, poverty_register_last_year, bills
-- out: one row a household (a person where no household is known), with one or both causes; where last
--      year's register is not there, the income the register now states stands for last year's and no fall
--      can be seen
with homes as (
    select
        s.home, count(distinct s.person_id) as members, max(s.annual_income_fen) as now_fen,
        max(l.annual_income_fen) as last_fen
    from on_register s
    left join people p on p.person_id = s.person_id
    left join poverty_register_last_year l on l.token_low = p.token_low and l.token_high = p.token_high
    group by s.home
),
spent as (
    select
        home, cast(sum(case when visit_kind = 'INPATIENT' then self_pay_fen else 0 end) as bigint) as inpatient,
        cast(sum(case when visit_kind = 'INPATIENT' then 0 else self_pay_fen end) as bigint) as outpatient
    from register_bills
    group by home
),
weighed as (
    select
        h.home, coalesce(b.inpatient, 0) as inpatient, coalesce(b.outpatient, 0) as outpatient,
        h.members * coalesce(h.last_fen, h.now_fen) as income,
        case
            when h.last_fen > h.now_fen then cast(floor((h.last_fen - h.now_fen) * 100 / h.last_fen) as bigint)
            else 0
        end as dropped
    from homes h
    left join spent b on b.home = h.home
    where h.now_fen is not null
),
judged as (
    select
        w.*,
        case when (w.inpatient + w.outpatient) * 100 > x.expense_percent * w.income then 1 else 0 end as dear,
        case when w.dropped >= x.drop_percent then 1 else 0 end as fallen
    from weighed w
    cross join parameters x
)
select
    case when s.household_id is null then 'person' else 'household' end as subject_kind,
    case when s.household_id is null then s.token_high end as subject_high,
    case when s.household_id is null then s.token_low end as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    case when d.batch is not null then 'medical_selfpay' end as right_source,
    d.batch as right_batch, d.row as right_row,
    concat(
        '{"causes": "',
        case when j.dear + j.fallen = 2 then 'BOTH' when j.dear = 1 then 'EXPENSE' else 'INCOME' end,
        '", "inpatient_fen": ', j.inpatient, ', "outpatient_fen": ', j.outpatient,
        ', "income_fen": ', j.income, ', "dropped_percent": ', j.dropped, '}'
    ) as measures
from judged j
join on_register s on s.home = j.home
left join dearest_register_bill d on d.home = j.home and d.place = 1
where j.dear + j.fallen > 0
