-- Tekun people below the age of the old who are employed or insured as employees.
-- in:  spells, people, social_insurance, employment
-- out: one row a person
with working as (
    select 'social_insurance' as source, batch, row, token_high, token_low, 'SAID' as standing
    from social_insurance
    where insurance_kind = 'EMPLOYEE' and insurance_status = 'PAYING'
    union all
    select
        'employment', e.batch, e.row, e.token_high, e.token_low,
        case when e.registration_state is null and e.ended_on is null then 'UNSAID' else 'SAID' end
    from employment e
    cross join this_month m
    where e.employment_kind = 'EMPLOYED' and coalesce(e.registration_state, 'CURRENT') = 'CURRENT'
        and (e.ended_on is null or e.ended_on > m.last_day)
        and not exists (
            select 1 from employment l
            where l.token_low = e.token_low and l.token_high = e.token_high
                and l.employment_kind = 'UNEMPLOYED' and l.registered_on > e.registered_on
        )
)
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    w.source as right_source, w.batch as right_batch, w.row as right_row,
    concat('{"age": ', p.age, ', "standing": "', w.standing, '"}') as measures
from spells s
cross join parameters x
join people p on p.person_id = s.person_id
join working w on w.token_low = p.token_low and w.token_high = p.token_high
where s.programme = 'TEKUN' and p.age < x.old_age
