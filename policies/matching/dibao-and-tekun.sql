-- People on the dibao list and the tekun list in the same month.
-- in:  spells
-- out: one row a person
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    t.source as right_source, t.batch as right_batch, t.row as right_row,
    concat(
        '{"dibao_fen": ',
        coalesce(cast(s.amount_fen as string), '"UNKNOWN"'),
        ', "tekun_fen": ', coalesce(cast(t.amount_fen as string), '"UNKNOWN"'), '}'
    ) as measures
from spells s
join spells t on t.person_id = s.person_id and t.programme = 'TEKUN'
where s.programme = 'DIBAO'
