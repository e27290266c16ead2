-- with: residents, reported_dead
-- Households on dibao or the register in which nobody alive is of age and none is on the list of children.
-- in:  people, spells, deaths
-- out: one row a household; one with a member of unknown age is left out
with homes as (
    select
        r.household_id, count(*) as people, count(case when r.age < x.adult_age then 1 end) as minors
    from residents r
    cross join parameters x
    where r.household_id is not null
        and not exists (select 1 from reported_dead d where d.person_id = r.person_id)
    group by r.household_id
)
select
    case when s.household_id is null then 'person' else 'household' end as subject_kind,
    case when s.household_id is null then s.token_high end as subject_high,
    case when s.household_id is null then s.token_low end as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    cast(null as string) as right_source, cast(null as string) as right_batch,
    cast(null as integer) as right_row,
    concat('{"minors": ', h.minors, '}') as measures
from homes h
join spells s on s.household_id = h.household_id and s.programme in ('DIBAO', 'POVERTY_REGISTER')
where h.minors = h.people
    and not exists (
        select 1 from spells a
        where a.household_id = h.household_id and a.programme in ('ORPHAN', 'UNATTENDED_CHILD', 'TEKUN')
    )
    and not exists (select 1 from reported_dead d where d.person_id = s.person_id)
