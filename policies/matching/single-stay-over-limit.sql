-- with: net_bills, layers
-- People whose own share of one stay in hospital settled within the month passes the limit.
-- in:  medical_selfpay, people, spells
-- out: one row a person, on the roster or not, the dearest stay; a stay that was taken back does not count
with stays as (
    select
        b.*,
        row_number() over (
            partition by b.token_high, b.token_low order by b.self_pay_fen desc, b.settled_on
        ) as place
    from net_bills b
    where b.visit_kind = 'INPATIENT' and b.self_pay_fen > 0
        and not exists (
            select 1 from net_bills n
            where n.token_low = b.token_low and n.token_high = b.token_high
                and n.self_pay_fen = -b.self_pay_fen
        )
),
judged as (
    select
        b.token_high, b.token_low, b.settled_on, b.self_pay_fen, b.settlement_number_low, p.household_id,
        coalesce(s.division, p.division) as home_division, s.source, s.batch, s.row,
        case
            when s.programme = 'POVERTY_REGISTER' then 'MONITORED'
            else coalesce(s.programme, 'OTHERS')
        end as category,
        case when s.programme is null then x.others_fen else x.listed_fen end as limit_fen
    from stays b
    cross join parameters x
    left join people p on p.token_low = b.token_low and p.token_high = b.token_high
    left join layers s on s.person_id = p.person_id and s.place = 1
    where b.place = 1
)
select
    'person' as subject_kind, j.token_high as subject_high, j.token_low as subject_low,
    j.household_id, coalesce(j.home_division, b.division) as division,
    'medical_selfpay' as left_source, b.batch as left_batch, b.row as left_row,
    j.source as right_source, j.batch as right_batch, j.row as right_row,
    concat(
        '{"category": "', j.category, '", "settled_on": "', cast(j.settled_on as string),
        '", "self_pay_fen": ', j.self_pay_fen, ', "limit_fen": ', j.limit_fen, '}'
    ) as measures
from judged j
join medical_selfpay b
    on b.token_low = j.token_low and b.token_high = j.token_high
    and b.settled_on = j.settled_on and b.self_pay_fen = j.self_pay_fen
    and coalesce(b.settlement_number_low, 0) = coalesce(j.settlement_number_low, 0)
    and coalesce(b.bill_status, 'NORMAL') <> 'REVERSED' and coalesce(b.remark, '') <> 'REFUND'
where j.self_pay_fen > j.limit_fen
