-- Unattended children whose allowance and dibao together pass the standard: dibao people are topped up to it.
-- in:  spells
-- out: one row a child
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    d.source as right_source, d.batch as right_batch, d.row as right_row,
    concat(
        '{"child_fen": ', s.amount_fen, ', "dibao_fen": ', d.amount_fen, ', "standard_fen": ',
        x.standard_fen, '}'
    ) as measures
from spells s
cross join parameters x
join spells d on d.person_id = s.person_id and d.programme = 'DIBAO'
where s.programme = 'UNATTENDED_CHILD' and s.amount_fen + d.amount_fen > x.standard_fen
