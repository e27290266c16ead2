-- People who got temporary relief within the month a second time for one cause within so many days.
-- in:  temporary_relief, temporary_relief_year, people
-- out: one row a person, both grants; the same grant that several files list is one grant, money that came
--      back is none, and other causes are not known to be one cause
with pairs as (
    select
        s.batch, s.row, s.token_high, s.token_low, s.division, s.paid_on, s.amount_fen,
        b.batch as earlier_batch, b.row as earlier_row, b.paid_on as earlier_on, b.amount_fen as earlier_fen,
        row_number() over (
            partition by s.token_high, s.token_low
            order by s.paid_on desc, b.paid_on desc, s.batch, s.row, b.batch, b.row
        ) as place
    from temporary_relief s
    cross join this_month m
    cross join parameters x
    join temporary_relief_year b on b.token_low = s.token_low and b.token_high = s.token_high
    where s.paid_on >= m.first_day and s.paid_on <= m.last_day
        and b.relief_reason = s.relief_reason and s.relief_reason <> 'OTHER'
        and b.paid_on < s.paid_on
        and coalesce(s.payment_status, 'ACTIVE') not in ('RETURNED', 'STOPPED')
        and coalesce(b.payment_status, 'ACTIVE') not in ('RETURNED', 'STOPPED')
        and s.paid_on <= cast(b.paid_on + x.days * interval '1' day as date)
)
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    p.household_id, coalesce(p.division, s.division) as division,
    'temporary_relief' as left_source, s.batch as left_batch, s.row as left_row,
    'temporary_relief' as right_source, s.earlier_batch as right_batch, s.earlier_row as right_row,
    concat(
        '{"earlier_on": "', cast(s.earlier_on as string), '", "earlier_fen": ',
        coalesce(cast(s.earlier_fen as string), '"UNKNOWN"'),
        ', "paid_on": "', cast(s.paid_on as string), '", "now_fen": ',
        coalesce(cast(s.amount_fen as string), '"UNKNOWN"'), '}'
    ) as measures
from pairs s
left join people p on p.token_low = s.token_low and p.token_high = s.token_high
where s.place = 1
