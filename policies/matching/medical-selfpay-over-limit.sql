-- with: bills, layers
-- People whose own share of this year's medical bills passes the limit of their category.
-- in:  bills, people, spells
-- out: one row a person, on the roster or not, beside the dearest settlement
with sums as (
    select
        token_high, token_low, cast(sum(self_pay_fen) as bigint) as self_pay_fen,
        sum(case when self_pay_fen > 0 then 1 else 0 end) as settlements
    from bills
    group by token_high, token_low
),
dearest as (
    select
        b.token_high, b.token_low, b.batch, b.row, b.division,
        row_number() over (
            partition by b.token_high, b.token_low order by b.self_pay_fen desc, b.batch, b.row
        ) as place
    from bills b
    where b.self_pay_fen > 0
),
judged as (
    select
        t.token_high, t.token_low, t.self_pay_fen, t.settlements, d.batch, d.row,
        p.household_id, coalesce(s.division, p.division, d.division) as division,
        s.source as right_source, s.batch as right_batch, s.row as right_row,
        case
            when s.programme = 'POVERTY_REGISTER' then 'MONITORED'
            else coalesce(s.programme, 'OTHERS')
        end as category,
        case coalesce(s.programme, 'OTHERS')
            when 'TEKUN' then x.tekun_fen
            when 'DIBAO' then x.dibao_fen
            when 'POVERTY_REGISTER' then x.monitored_fen
            else x.others_fen
        end as limit_fen
    from sums t
    cross join parameters x
    join dearest d on d.token_low = t.token_low and d.token_high = t.token_high and d.place = 1
    left join people p on p.token_low = t.token_low and p.token_high = t.token_high
    left join layers s on s.person_id = p.person_id and s.place = 1
)
select
    'person' as subject_kind, token_high as subject_high, token_low as subject_low, household_id, division,
    'medical_selfpay' as left_source, batch as left_batch, row as left_row,
    right_source, right_batch, right_row,
    concat(
        '{"category": "', category, '", "self_pay_fen": ', self_pay_fen, ', "limit_fen": ', limit_fen,
        ', "settlements": ', settlements, '}'
    ) as measures
from judged
where self_pay_fen > limit_fen
