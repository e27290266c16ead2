-- Orphans and unattended children who get less than the local standard.
-- in:  spells, orphan
-- out: one row a child; of an unattended child with dibao, tekun or the living subsidy the whole counts, for the
--      allowance tops it up; where one of the amounts is not told nothing is said, and the standard of children
--      at home is not that of children in an institution
with topped_up as (
    select
        a.person_id, cast(sum(a.amount_fen) as bigint) as fen,
        count(*) - count(a.amount_fen) as untold
    from spells a
    where a.programme in ('DIBAO', 'TEKUN', 'DISABILITY_LIVING')
    group by a.person_id
),
paid as (
    select
        s.*, o.raised,
        case
            when s.programme = 'ORPHAN' or t.person_id is null then s.amount_fen
            when t.untold = 0 then s.amount_fen + t.fen
        end as paid_fen
    from spells s
    left join orphan o on o.batch = s.batch and o.row = s.row
    left join topped_up t on t.person_id = s.person_id
    where s.programme in ('ORPHAN', 'UNATTENDED_CHILD')
)
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    cast(null as string) as right_source, cast(null as string) as right_batch,
    cast(null as integer) as right_row,
    concat(
        '{"programme": "', s.programme, '", "standard_fen": ', x.standard_fen, ', "paid_fen": ', s.paid_fen,
        ', "short_fen": ', x.standard_fen - s.paid_fen, '}'
    ) as measures
from paid s
cross join parameters x
where s.paid_fen < x.standard_fen and coalesce(s.raised, '') <> 'INSTITUTION'
