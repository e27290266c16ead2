-- Watched people, and dibao and tekun people, of whom the register says that their house is not safe.
-- in:  spells, poverty_register
-- out: one row a person; unknown is not no
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    cast(null as string) as right_source, cast(null as string) as right_batch,
    cast(null as integer) as right_row,
    concat('{"monitor_class": "', s.category, '"}') as measures
from spells s
cross join this_month m
join poverty_register r on r.batch = s.batch and r.row = s.row
where s.programme = 'POVERTY_REGISTER' and r.housing_safe = 'NO'
    and (r.removed_on is null or r.removed_on > m.last_day)
    and (
        s.category in ('UNSTABLE', 'MARGINAL', 'SUDDEN', 'NOT_LIFTED')
        or exists (
            select 1 from spells a where a.person_id = s.person_id and a.programme in ('DIBAO', 'TEKUN')
        )
    )
