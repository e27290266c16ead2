-- with: children_of_couples
-- Sons and daughters under age of a head and spouse who are both reported dead, on no list of children.
-- in:  children_of_couples
-- out: one row a child, beside nobody
select
    'person' as subject_kind, token_high as subject_high, token_low as subject_low,
    household_id, division,
    source as left_source, batch as left_batch, row as left_row,
    cast(null as string) as right_source, cast(null as string) as right_batch,
    cast(null as integer) as right_row,
    concat('{"age": ', age, '}') as measures
from children_of_couples
where gone = 2
