-- with: held_certificates
-- People with the nursing subsidy whose standing certificates are all of a degree it is not paid for.
-- in:  spells, people, disability_certificate
-- out: one row a person, beside the heaviest certificate; who has no standing certificate has rules of their own
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    'disability_certificate' as right_source, c.batch as right_batch, c.row as right_row,
    concat(
        '{"disability_kind": ', c.disability_kind, ', "disability_level": ', c.disability_level,
        ', "paid_fen": ', coalesce(cast(s.amount_fen as string), '"UNKNOWN"'), '}'
    ) as measures
from spells s
join held_certificates c on c.person_id = s.person_id and c.place = 1
where s.programme = 'DISABILITY_NURSING' and c.disability_kind is not null
    and not exists (
        select 1 from held_certificates d
        cross join parameters x
        where d.person_id = s.person_id
            and (
                d.disability_level <= x.heavy_level
                or (d.disability_kind in (5, 6, 7) and d.disability_level <= x.mind_level)
            )
    )
