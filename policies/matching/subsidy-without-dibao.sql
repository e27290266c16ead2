-- People who get the living subsidy for disabled people and are not on the dibao list.
-- in:  spells
-- out: one row a person; tekun people and orphans are found by rules of their own
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    cast(null as string) as right_source, cast(null as string) as right_batch,
    cast(null as integer) as right_row,
    concat('{"paid_fen": ', coalesce(cast(s.amount_fen as string), '"UNKNOWN"'), '}') as measures
from spells s
where s.programme = 'DISABILITY_LIVING'
    and not exists (
        select 1 from spells a
        where a.person_id = s.person_id
            and a.programme in ('DIBAO', 'TEKUN', 'ORPHAN', 'UNATTENDED_CHILD')
    )
