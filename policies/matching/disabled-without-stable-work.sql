-- People lifted out of poverty who lost their ability to work, or part of it and have no steady work.
-- in:  spells, people
-- out: one row a person of working age in neither dibao nor tekun; the register calls children and old
--      people unable to work because of their age, which is no loss
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    cast(null as string) as right_source, cast(null as string) as right_batch,
    cast(null as integer) as right_row,
    concat(
        '{"age": ', p.age, ', "labour": "', s.labour, '", "stable_work": "',
        coalesce(nullif(s.stable_work, ''), 'UNKNOWN'), '"}'
    ) as measures
from spells s
cross join parameters x
join people p on p.token_low = s.token_low and p.token_high = s.token_high and p.person_id = s.person_id
where s.programme = 'POVERTY_REGISTER'
    and s.category in ('LIFTED', 'UNSTABLE')
    and p.age >= x.minor_age and p.age < x.old_age
    and (s.labour = 'NONE' or (s.labour = 'PARTIAL' and s.stable_work = 'NO'))
    and not exists (
        select 1 from spells a where a.person_id = s.person_id and a.programme in ('DIBAO', 'TEKUN')
    )
