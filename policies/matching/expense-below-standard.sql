-- with: bills
-- Households of the register in neither dibao nor tekun whose income, less this year's bills, is below the
-- dibao standard.
-- in:  spells, people, poverty_register, bills
-- out: one row a household (a person where no household is known), beside the dearest bill
with registered as (
    select
        s.*, coalesce(cast(s.household_id as string), concat('person ', s.person_id)) as home,
        r.annual_income_fen
    from spells s
    cross join this_month m
    join poverty_register r on r.batch = s.batch and r.row = s.row
    where s.programme = 'POVERTY_REGISTER' and (r.removed_on is null or r.removed_on > m.last_day)
),
aided as (
    select coalesce(cast(household_id as string), concat('person ', person_id)) as home
    from spells
    where programme in ('DIBAO', 'TEKUN')
    union
    select r.home
    from registered r
    join spells a on a.person_id = r.person_id and a.programme in ('DIBAO', 'TEKUN')
),
homes as (
    select home, count(distinct person_id) as members, max(annual_income_fen) as each_fen
    from registered
    group by home
),
paid as (
    select distinct s.home, b.token_high, b.token_low, b.bill, b.visit_kind, b.self_pay_fen, b.batch, b.row
    from registered s
    join people p on p.person_id = s.person_id
    join bills b on b.token_low = p.token_low and b.token_high = p.token_high
),
dearest as (
    select
        home, batch, row,
        row_number() over (partition by home order by self_pay_fen desc, batch, row) as place
    from paid
    where self_pay_fen > 0
),
spent as (
    select home, cast(sum(self_pay_fen) as bigint) as expense from paid group by home
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
        ', "left_fen": ', w.left_fen, ', "standard_fen": ', x.dibao_month_fen, '}'
    ) as measures
from weighed w
cross join parameters x
join registered s on s.home = w.home
join dearest d on d.home = w.home and d.place = 1
where w.income - w.expense < x.dibao_month_fen * 12 * w.members
    and not exists (select 1 from aided a where a.home = w.home)
