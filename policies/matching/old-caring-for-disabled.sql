-- with: residents, reported_dead, held_certificates, helped_people
-- Heavily disabled people below the age of the old all of whose living family is old, with no basic aid.
-- in:  people, spells, disability_certificate, deaths
-- out: one row a person; family of whom the age is not known is not taken for old
with family as (
    select
        c.person_id, count(*) as others, count(case when o.age >= x.old_age then 1 end) as carers
    from held_certificates c
    cross join parameters x
    join residents r on r.person_id = c.person_id
    join residents o on o.household_id = r.household_id and o.person_id <> r.person_id
    where c.place = 1
        and not exists (select 1 from reported_dead d where d.person_id = o.person_id)
    group by c.person_id
)
select
    'person' as subject_kind, e.token_high as subject_high, e.token_low as subject_low,
    r.household_id, r.division,
    'disability_certificate' as left_source, c.batch as left_batch, c.row as left_row,
    cast(null as string) as right_source, cast(null as string) as right_batch,
    cast(null as integer) as right_row,
    concat(
        '{"age": ', r.age, ', "disability_kind": ',
        coalesce(cast(c.disability_kind as string), '"UNKNOWN"'), ', "disability_level": ',
        c.disability_level, ', "carers": ', f.carers, '}'
    ) as measures
from family f
cross join parameters x
join held_certificates c on c.person_id = f.person_id and c.place = 1
join disability_certificate e on e.batch = c.batch and e.row = c.row
join residents r on r.person_id = f.person_id
where f.carers = f.others and c.disability_level <= x.heavy_level and r.age < x.old_age
    and not exists (select 1 from helped_people a where a.person_id = f.person_id)
    and not exists (select 1 from reported_dead d where d.person_id = f.person_id)
