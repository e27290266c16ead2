-- People on a list of aid whom another department calls dead and no death report names.
-- in:  people, spells, cremation, disability_certificate, poverty_register, social_insurance, student
-- out: one row a person
with told as (
    select 'disability_certificate' as source, batch, row, token_high, token_low
    from disability_certificate
    where cancel_reason = 'DEATH'
    union all
    select 'poverty_register', batch, row, token_high, token_low
    from poverty_register
    where left_reason = 'DEATH'
    union all
    select 'social_insurance', batch, row, token_high, token_low
    from social_insurance
    where stop_reason = 'DEATH'
    union all
    select 'student', batch, row, token_high, token_low
    from student
    where leave_reason = 'DEATH'
),
reported as (
    select distinct p.person_id
    from cremation c
    join people p on p.token_low = c.token_low and p.token_high = c.token_high
)
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    t.source as right_source, t.batch as right_batch, t.row as right_row,
    concat('{"programme": "', s.programme, '", "list": "', t.source, '"}') as measures
from spells s
join people p on p.person_id = s.person_id
join told t on t.token_low = p.token_low and t.token_high = p.token_high
where s.programme in ('DIBAO', 'TEKUN', 'ORPHAN', 'UNATTENDED_CHILD')
    and not exists (select 1 from reported r where r.person_id = s.person_id)
