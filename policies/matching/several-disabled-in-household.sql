-- with: residents, reported_dead, held_certificates, helped_people
-- Households known to us with several living people who hold a standing certificate and none on basic aid.
-- in:  people, spells, disability_certificate, deaths
-- out: one row a household, the two heaviest certificates
with disabled as (
    select
        r.household_id, r.division, c.batch, c.row,
        row_number() over (
            partition by r.household_id order by c.disability_level, c.batch, c.row
        ) as place
    from held_certificates c
    join residents r on r.person_id = c.person_id
    where c.place = 1 and r.household_id is not null
        and not exists (select 1 from reported_dead d where d.person_id = c.person_id)
        and not exists (select 1 from helped_people a where a.person_id = c.person_id)
),
counted as (
    select household_id, count(*) as people from disabled group by household_id
)
select
    'household' as subject_kind, cast(null as bigint) as subject_high, cast(null as bigint) as subject_low,
    d.household_id, d.division,
    'disability_certificate' as left_source, d.batch as left_batch, d.row as left_row,
    'disability_certificate' as right_source, o.batch as right_batch, o.row as right_row,
    concat('{"people": ', c.people, '}') as measures
from counted c
cross join parameters x
join disabled d on d.household_id = c.household_id and d.place = 1
join disabled o on o.household_id = c.household_id and o.place = 2
where c.people >= x.people
