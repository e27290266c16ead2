-- Dibao people who came of working age within the month, are in no school and not heavily disabled.
-- in:  spells, people, student, disability_certificate
-- out: one row a person
with ages as (
    select
        p.person_id, p.token_high, p.token_low, p.born_on, p.age,
        cast(m.first_day - interval '1' day as date) as eve
    from people p
    cross join this_month m
),
turned as (
    select
        a.person_id, a.token_high, a.token_low, a.born_on, a.age,
        floor(
            (
                extract(year from a.eve) * 10000 + extract(month from a.eve) * 100 + extract(day from a.eve)
                - extract(year from a.born_on) * 10000 - extract(month from a.born_on) * 100
                - extract(day from a.born_on)
            ) / 10000.0
        ) as age_before
    from ages a
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
)
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    cast(null as string) as right_source, cast(null as string) as right_batch,
    cast(null as integer) as right_row,
    concat('{"age": ', t.age, '}') as measures
from spells s
cross join parameters x
join turned t on t.person_id = s.person_id and t.token_low = s.token_low and t.token_high = s.token_high
where s.programme = 'DIBAO'
    and t.age = x.working_age and t.age_before < x.working_age
    and not exists (
        select 1 from student e
        where e.token_low = s.token_low and e.token_high = s.token_high and e.student_status = 'ENROLLED'
    )
    and not exists (
        select 1 from held_certificates c
        where c.person_id = s.person_id and c.disability_level <= x.heavy_level
    )
