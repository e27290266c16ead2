-- Dibao and tekun people whose amount differs from the last list's by a large share of it, up or down.
-- in:  spells, people, dibao_previous, tekun_previous
-- out: one row a person, both records
with lists_before as (
    select 'DIBAO' as programme, 'dibao' as source, batch, row, token_high, token_low, amount_fen
    from dibao_previous
    union all
    select 'TEKUN', 'tekun', batch, row, token_high, token_low, amount_fen
    from tekun_previous
)
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    b.source as right_source, b.batch as right_batch, b.row as right_row,
    concat(
        '{"programme": "', s.programme, '", "before_fen": ', b.amount_fen, ', "now_fen": ', s.amount_fen, '}'
    ) as measures
from spells s
cross join parameters x
join people p on p.person_id = s.person_id
join lists_before b
    on b.programme = s.programme and b.token_low = p.token_low and b.token_high = p.token_high
where b.amount_fen > 0 and s.amount_fen > 0
    and abs(s.amount_fen - b.amount_fen) * 100 >= b.amount_fen * x.change_percent
