-- Dibao and tekun people who settled a stay in hospital within the month without any medical aid.
-- in:  people, spells, medical_selfpay
-- out: one row a person, the dearest stay; a list that states no medical aid says nothing of anyone
with stays as (
    select
        p.person_id, b.batch, b.row, b.settled_on, b.self_pay_fen,
        row_number() over (partition by p.person_id order by b.self_pay_fen desc, b.batch, b.row) as place
    from medical_selfpay b
    cross join this_month m
    join people p on p.token_low = b.token_low and p.token_high = b.token_high
    where b.visit_kind = 'INPATIENT' and b.self_pay_fen > 0 and b.relief_fen = 0
        and b.settled_on >= m.first_day and b.settled_on <= m.last_day
        and coalesce(b.bill_status, 'NORMAL') <> 'REVERSED' and coalesce(b.remark, '') <> 'REFUND'
        and not exists (
            select 1 from medical_selfpay r
            where r.reversed_number_low = b.settlement_number_low
                and r.reversed_number_high = b.settlement_number_high
        )
        and not exists (
            select 1 from medical_selfpay r
            where r.token_low = b.token_low and r.token_high = b.token_high
                and r.self_pay_fen = -b.self_pay_fen
        )
)
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    'medical_selfpay' as right_source, b.batch as right_batch, b.row as right_row,
    concat(
        '{"programme": "', s.programme, '", "settled_on": "', cast(b.settled_on as string),
        '", "self_pay_fen": ', b.self_pay_fen, '}'
    ) as measures
from spells s
cross join this_month m
join stays b on b.person_id = s.person_id and b.place = 1
where s.programme in ('DIBAO', 'TEKUN') and s.valid_from <= b.settled_on
