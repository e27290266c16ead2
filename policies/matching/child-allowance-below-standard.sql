-- Orphans and unattended children who get less than the local standard.
-- in:  spells
-- out: one row a child; an unattended child with dibao, tekun or the living subsidy is topped up and left out
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    cast(null as string) as right_source, cast(null as string) as right_batch,
    cast(null as integer) as right_row,
    concat(
        '{"programme": "', s.programme, '", "standard_fen": ', x.standard_fen, ', "paid_fen": ', s.amount_fen,
        ', "short_fen": ', x.standard_fen - s.amount_fen, '}'
    ) as measures
from spells s
cross join parameters x
where s.programme in ('ORPHAN', 'UNATTENDED_CHILD') and s.amount_fen < x.standard_fen
    and not (
        s.programme = 'UNATTENDED_CHILD'
        and exists (
            select 1 from spells a
            where a.person_id = s.person_id and a.programme in ('DIBAO', 'TEKUN', 'DISABILITY_LIVING')
        )
    )
