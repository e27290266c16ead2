-- with: net_bills_year, standing_bill_rows
-- Dibao people, tekun people and people of the register who were in hospital again and again this year.
-- in:  people, spells, net_bills_year, standing_bill_rows
-- out: one row a person, beside the dearest stay; a stay that was taken back does not count, one that several
--      files list counts once
with stays as (
    select
        p.person_id, count(case when b.self_pay_fen > 0 then 1 end)
        - count(case when b.self_pay_fen < 0 then 1 end) as stays,
        cast(sum(b.self_pay_fen) as bigint) as self_pay_fen
    from net_bills_year b
    join people p on p.token_low = b.token_low and p.token_high = b.token_high
    where b.visit_kind = 'INPATIENT'
    group by p.person_id
),
dearest as (
    select
        p.person_id, b.batch, b.row,
        row_number() over (partition by p.person_id order by b.repaid, b.self_pay_fen desc, b.batch, b.row) as place
    from standing_bill_rows b
    join people p on p.token_low = b.token_low and p.token_high = b.token_high
    where b.visit_kind = 'INPATIENT'
)
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    'medical_selfpay' as right_source, d.batch as right_batch, d.row as right_row,
    concat(
        '{"programme": "', s.programme, '", "stays": ', t.stays, ', "self_pay_fen": ', t.self_pay_fen, '}'
    ) as measures
from spells s
cross join parameters x
join stays t on t.person_id = s.person_id
join dearest d on d.person_id = s.person_id and d.place = 1
where s.programme in ('DIBAO', 'TEKUN', 'POVERTY_REGISTER') and t.stays >= x.stays
