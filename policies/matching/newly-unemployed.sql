-- Dibao people and people of the poverty register who were registered as unemployed within the month.
-- in:  employment, people, spells
-- out: one row a person; who was taken on again by the month's end, or whose registration ended, is not
with registered as (
    select e.*, coalesce(e.unemployed_on, e.registered_on) as lost_on, coalesce(e.employed_on, e.registered_on) as hired_on
    from employment e
)
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    'employment' as left_source, e.batch as left_batch, e.row as left_row,
    s.source as right_source, s.batch as right_batch, s.row as right_row,
    concat(
        '{"programme": "', s.programme, '", "registered_on": "', cast(e.lost_on as string),
        '", "benefit_fen": ', coalesce(cast(e.benefit_fen as string), '"UNKNOWN"'),
        ', "standing": "',
        case when e.registration_state is null and e.ended_on is null then 'UNSAID' else 'SAID' end, '"}'
    ) as measures
from registered e
cross join this_month m
join people p on p.token_low = e.token_low and p.token_high = e.token_high
join spells s on s.person_id = p.person_id and s.programme in ('DIBAO', 'POVERTY_REGISTER')
where e.employment_kind = 'UNEMPLOYED'
    and e.lost_on >= m.first_day and e.lost_on <= m.last_day
    and coalesce(e.registration_state, 'CURRENT') = 'CURRENT'
    and coalesce(e.lost_reason, 'OTHER') not in ('REEMPLOYED', 'DEATH')
    and not exists (
        select 1 from registered h
        where h.token_low = e.token_low and h.token_high = e.token_high
            and h.employment_kind = 'EMPLOYED' and coalesce(h.registration_state, 'CURRENT') = 'CURRENT'
            and h.hired_on > e.lost_on and h.hired_on <= m.last_day
    )
