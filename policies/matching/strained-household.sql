-- with: on_register, register_bills, dearest_register_bill
-- Households of the register whose expenses of the year – bills, rehabilitation, schooling, disaster, epidemic –
-- pass last year's income, or whose income fell steeply.
-- in:  on_register, people, poverty_register_last_year, register_bills, dearest_register_bill,
--      household_expense_year
-- out: one row a household (a person where no household is known), with one or both causes; where last
--      year's register is not there, the income the register now states stands for last year's and no fall
--      can be seen; medical expenses count from the bills alone, and an expense that a later month's list
--      repeats counts once
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
told as (
    select
        e.token_high, e.token_low, e.expense_kind, e.spent_on, e.amount_fen,
        row_number() over (
            partition by e.token_high, e.token_low, e.expense_kind, e.spent_on, e.amount_fen, e.period
            order by e.batch, e.row
        ) as nth
    from household_expense_year e
    cross join this_month m
    where e.amount_fen > 0
        and coalesce(e.spent_on, m.last_day) >= m.year_first_day
        and coalesce(e.spent_on, m.last_day) <= m.last_day
),
borne as (
    select distinct
        s.home, e.token_high, e.token_low, e.expense_kind, e.spent_on, e.amount_fen, e.nth
    from on_register s
    join people p on p.person_id = s.person_id
    join told e on e.token_low = p.token_low and e.token_high = p.token_high
),
others as (
    select
        home,
        cast(sum(case when expense_kind = 'REHABILITATION' then amount_fen else 0 end) as bigint) as rehabilitation,
        cast(sum(case when expense_kind = 'EDUCATION' then amount_fen else 0 end) as bigint) as education,
        cast(sum(case when expense_kind = 'DISASTER' then amount_fen else 0 end) as bigint) as disaster,
        cast(sum(case when expense_kind = 'EPIDEMIC' then amount_fen else 0 end) as bigint) as epidemic
    from borne
    group by home
),
weighed as (
    select
        h.home, coalesce(b.inpatient, 0) as inpatient, coalesce(b.outpatient, 0) as outpatient,
        coalesce(o.rehabilitation, 0) as rehabilitation, coalesce(o.education, 0) as education,
        coalesce(o.disaster, 0) as disaster, coalesce(o.epidemic, 0) as epidemic,
        h.members * coalesce(h.last_fen, h.now_fen) as income,
        case
            when h.last_fen > h.now_fen then cast(floor((h.last_fen - h.now_fen) * 100 / h.last_fen) as bigint)
            else 0
        end as dropped
    from homes h
    left join spent b on b.home = h.home
    left join others o on o.home = h.home
    where h.now_fen is not null
),
judged as (
    select
        w.*,
        case
            when (
                w.inpatient + w.outpatient + w.rehabilitation + w.education + w.disaster + w.epidemic
            ) * 100 > x.expense_percent * w.income then 1
            else 0
        end as dear,
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
        ', "rehabilitation_fen": ', j.rehabilitation, ', "education_fen": ', j.education,
        ', "disaster_fen": ', j.disaster, ', "epidemic_fen": ', j.epidemic,
        ', "income_fen": ', j.income, ', "dropped_percent": ', j.dropped, '}'
    ) as measures
from judged j
join on_register s on s.home = j.home
left join dearest_register_bill d on d.home = j.home and d.place = 1
where j.dear + j.fallen > 0
