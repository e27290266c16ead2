-- Dibao, tekun and watched people whose bills of the year pass their limit and who got no temporary relief.
-- in:  people, spells, medical_selfpay_year, temporary_relief_year
-- out: one row a person, the dearest bill; bills taken back do not count, nor does relief that came back
with net_bills as (
    select distinct
        b.token_high, b.token_low, b.settled_on, b.visit_kind, b.total_fen, b.self_pay_fen,
        b.settlement_number_high, b.settlement_number_low
    from medical_selfpay_year b
    cross join this_month m
    where b.self_pay_fen <> 0 and b.reversed_number_low is null
        and coalesce(b.settled_on, m.last_day) >= m.year_first_day
        and coalesce(b.settled_on, m.last_day) <= m.last_day
        and not exists (
            select 1 from medical_selfpay_year r
            where r.reversed_number_low = b.settlement_number_low
                and r.reversed_number_high = b.settlement_number_high
        )
        and not (
            b.self_pay_fen > 0
            and (coalesce(b.bill_status, 'NORMAL') = 'REVERSED' or coalesce(b.remark, '') = 'REFUND')
        )
        and not (
            b.self_pay_fen < 0
            and exists (
                select 1 from medical_selfpay_year r
                where r.token_low = b.token_low and r.token_high = b.token_high
                    and r.self_pay_fen = -b.self_pay_fen
                    and (r.bill_status = 'REVERSED' or r.remark = 'REFUND')
            )
        )
),
sums as (
    select p.person_id, cast(sum(b.self_pay_fen) as bigint) as fen
    from net_bills b
    join people p on p.token_low = b.token_low and p.token_high = b.token_high
    group by p.person_id
),
ranked as (
    select
        s.*, case when s.programme = 'POVERTY_REGISTER' then 'MONITORED' else s.programme end as layer,
        row_number() over (
            partition by s.person_id
            order by case s.programme when 'TEKUN' then 1 when 'DIBAO' then 2 else 3 end, s.batch, s.row
        ) as place
    from spells s
    where s.programme in ('TEKUN', 'DIBAO')
        or (
            s.programme = 'POVERTY_REGISTER'
            and s.category in ('UNSTABLE', 'MARGINAL', 'SUDDEN', 'NOT_LIFTED')
        )
),
judged as (
    select
        s.*, t.fen,
        case s.layer when 'TEKUN' then x.tekun_fen when 'DIBAO' then x.dibao_fen else x.monitored_fen end as most
    from ranked s
    cross join parameters x
    join sums t on t.person_id = s.person_id
    where s.place = 1
),
dearest as (
    select
        j.person_id, b.token_high, b.token_low, b.batch, b.row,
        row_number() over (partition by j.person_id order by b.self_pay_fen desc, b.batch, b.row) as place
    from judged j
    join people p on p.person_id = j.person_id
    join medical_selfpay_year b on b.token_low = p.token_low and b.token_high = p.token_high
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
