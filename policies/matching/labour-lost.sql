-- People of working age on the register who could work more on the last list than on this one and get no aid.
-- in:  spells, people, poverty_register, poverty_register_previous
-- out: one row a person, both records
with ability as (
    select
        s.*, p.age, b.labour as labour_before, b.batch as before_batch, b.row as before_row,
        case s.labour when 'ABLE' then 2 when 'PARTIAL' then 1 when 'NONE' then 0 end as able_now,
        case b.labour when 'ABLE' then 2 when 'PARTIAL' then 1 when 'NONE' then 0 end as able_before
    from spells s
    cross join this_month m
    join poverty_register r on r.batch = s.batch and r.row = s.row
    join people p
        on p.person_id = s.person_id and p.token_low = s.token_low and p.token_high = s.token_high
    join poverty_register_previous b on b.token_low = s.token_low and b.token_high = s.token_high
    where s.programme = 'POVERTY_REGISTER' and (r.removed_on is null or r.removed_on > m.last_day)
)
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    'poverty_register' as right_source, s.before_batch as right_batch, s.before_row as right_row,
    concat(
        '{"age": ', s.age, ', "labour_before": "', s.labour_before, '", "labour": "', s.labour, '"}'
    ) as measures
from ability s
cross join parameters x
where s.able_now < s.able_before
    and s.age >= x.minor_age and s.age < x.old_age
    and not exists (
        select 1 from spells a where a.person_id = s.person_id and a.programme in ('DIBAO', 'TEKUN')
    )
