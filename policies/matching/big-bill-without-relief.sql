-- with: net_bills_year, standing_bill_rows, layers
-- Dibao, tekun and watched people whose bills of the year pass their limit and who got no temporary relief.
-- in:  people, spells, net_bills_year, standing_bill_rows, temporary_relief_year
-- out: one row a person, the dearest bill; bills taken back do not count, nor does relief that came back
with sums as (
    select p.person_id, cast(sum(b.self_pay_fen) as bigint) as fen
    from net_bills_year b
    join people p on p.token_low = b.token_low and p.token_high = b.token_high
    group by p.person_id
),
judged as (
    select
        s.*, t.fen,
        case s.layer when 'TEKUN' then x.tekun_fen when 'DIBAO' then x.dibao_fen else x.monitored_fen end as most
    from layers s
    cross join parameters x
    join sums t on t.person_id = s.person_id
    where s.place = 1
),
dearest as (
    select
        j.person_id, b.token_high, b.token_low, b.batch, b.row,
        row_number() over (partition by j.person_id order by b.repaid, b.self_pay_fen desc, b.batch, b.row) as place
    from judged j
    join people p on p.person_id = j.person_id
    join standing_bill_rows b on b.token_low = p.token_low and b.token_high = p.token_high
    where j.fen > j.most
)
select
    'person' as subject_kind, d.token_high as subject_high, d.token_low as subject_low,
    s.household_id, s.division,
    'medical_selfpay' as left_source, d.batch as left_batch, d.row as left_row,
    s.source as right_source, s.batch as right_batch, s.row as right_row,
    concat(
        '{"category": "', s.layer, '", "self_pay_fen": ', s.fen, ', "limit_fen": ', s.most, '}'
    ) as measures
from judged s
join dearest d on d.person_id = s.person_id and d.place = 1
where s.fen > s.most
    and not exists (
        select 1 from temporary_relief_year t
        join people p on p.token_low = t.token_low and p.token_high = t.token_high
        where p.person_id = s.person_id
            and coalesce(t.payment_status, 'ACTIVE') not in ('RETURNED', 'STOPPED')
    )
