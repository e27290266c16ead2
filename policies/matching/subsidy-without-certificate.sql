-- with: subsidies_paid
-- People on the list of disability subsidies whom the federation's certificates do not name.
-- in:  spells, people, disability_certificate
-- out: one row a person
with certified as (
    select distinct p.person_id
    from disability_certificate c
    join people p on p.token_low = c.token_low and p.token_high = c.token_high
)
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    cast(null as string) as right_source, cast(null as string) as right_batch,
    cast(null as integer) as right_row,
    concat('{"paid_fen": ', coalesce(cast(subsidies_paid.fen as string), '"UNKNOWN"'), '}') as measures
from spells s
join subsidies_paid on subsidies_paid.person_id = s.person_id
where s.programme in ('DISABILITY_LIVING', 'DISABILITY_NURSING')
    and not exists (select 1 from certified c where c.person_id = s.person_id)
