-- Tekun people who get less than the basic standard of the countryside, which is the lower of the two.
-- in:  spells
-- out: one row a person; an amount nobody states is a rule of its own
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    cast(null as string) as right_source, cast(null as string) as right_batch,
    cast(null as integer) as right_row,
    concat(
        '{"standard_fen": ', x.standard_fen, ', "paid_fen": ', s.amount_fen, ', "short_fen": ',
        x.standard_fen - s.amount_fen, '}'
    ) as measures
from spells s
cross join parameters x
where s.programme = 'TEKUN' and s.amount_fen > 0 and s.amount_fen < x.standard_fen
