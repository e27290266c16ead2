-- with: deaths
-- Old people of the register who hold a standing certificate and of whose household nobody is on basic aid.
-- in:  people, spells, poverty_register, disability_certificate, deaths
-- out: one row a person
with residents as (
    select
        person_id, max(household_id) as household_id, max(division) as division, max(age) as age
    from people
    group by person_id
),
reported_dead as (
    select p.person_id, min(c.died_on) as died_on
    from deaths c
    join people p on p.token_low = c.token_low and p.token_high = c.token_high
    group by p.person_id
),
held_certificates as (
    select
        p.person_id, c.batch, c.row, c.disability_kind, c.disability_level,
        row_number() over (partition by p.person_id order by c.disability_level, c.batch, c.row) as place
    from disability_certificate c
    cross join this_month m
    join people p on p.token_low = c.token_low and p.token_high = c.token_high
    where coalesce(c.certificate_status, 'VALID') = 'VALID'
        and (c.expires_on is null or c.expires_on >= m.first_day)
        and (c.cancelled_on is null or c.cancelled_on > m.last_day)
        and c.disability_level is not null
),
helped_people as (
    select person_id from spells where programme in ('DIBAO', 'TEKUN')
    union
    select r.person_id
    from spells s
    join residents h on h.person_id = s.person_id
    join residents r on r.household_id = h.household_id
    where s.programme in ('DIBAO', 'TEKUN')
),
on_register as (
    select s.*, r.relation, r.annual_income_fen
    from spells s
    cross join this_month m
    join poverty_register r on r.batch = s.batch and r.row = s.row
    where s.programme = 'POVERTY_REGISTER' and (r.removed_on is null or r.removed_on > m.last_day)
)
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    'disability_certificate' as right_source, c.batch as right_batch, c.row as right_row,
    concat(
        '{"age": ', r.age, ', "disability_kind": ', coalesce(c.disability_kind, 0), ', "disability_level": ',
        c.disability_level, '}'
    ) as measures
from on_register s
cross join parameters x
join residents r on r.person_id = s.person_id
join held_certificates c on c.person_id = s.person_id and c.place = 1
where r.age >= x.old_age
    and not exists (select 1 from helped_people a where a.person_id = s.person_id)
    and not exists (select 1 from reported_dead d where d.person_id = s.person_id)
