-- with: residents, reported_dead, held_certificates, helped_people, on_register
-- Households of the register in which nobody is of working age, able and free of a heavy disability.
-- in:  people, spells, poverty_register, disability_certificate, deaths
-- out: one row a household; one with a member of unknown age is left out, as one with basic aid is
with living as (
    select
        r.household_id, r.person_id,
        case when r.age < x.minor_age then 1 else 0 end as minor,
        case when r.age >= x.old_age then 1 else 0 end as aged,
        case
            when r.age < x.minor_age or r.age >= x.old_age then 0
            when exists (
                select 1 from held_certificates c
                join disability_certificate n on n.batch = c.batch and n.row = c.row
                join people p on p.person_id = c.person_id
                where c.person_id = r.person_id and c.disability_level <= x.heavy_level
                    and coalesce(n.name_key = p.name_key, true)
            ) then 0
            when exists (
                select 1 from on_register g where g.person_id = r.person_id and g.labour = 'NONE'
            ) then 0
            else 1
        end as worker
    from residents r
    cross join parameters x
    where r.household_id is not null
        and not exists (select 1 from reported_dead d where d.person_id = r.person_id)
),
homes as (
    select household_id, count(*) as people, sum(minor) as minors, sum(aged) as aged
    from living
    group by household_id
    having sum(worker) = 0
)
select
    case when s.household_id is null then 'person' else 'household' end as subject_kind,
    case when s.household_id is null then s.token_high end as subject_high,
    case when s.household_id is null then s.token_low end as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    cast(null as string) as right_source, cast(null as string) as right_batch,
    cast(null as integer) as right_row,
    concat('{"people": ', h.people, ', "minors": ', h.minors, ', "old": ', h.aged, '}') as measures
from homes h
join on_register s on s.household_id = h.household_id
where not exists (select 1 from helped_people a where a.person_id = s.person_id)
    and not exists (select 1 from reported_dead d where d.person_id = s.person_id)
