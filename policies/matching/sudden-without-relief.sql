-- with: residents, on_register
-- Households the register calls in sudden hardship that got neither basic aid nor temporary relief this year.
-- in:  people, spells, poverty_register, temporary_relief_year
-- out: one row a household (a person where no household is known)
with sudden as (
    select s.*, coalesce(cast(s.household_id as string), concat('person ', s.person_id)) as home
    from on_register s
    where s.category = 'SUDDEN'
),
helped as (
    select coalesce(cast(r.household_id as string), concat('person ', r.person_id)) as home
    from spells a
    join residents r on r.person_id = a.person_id
    where a.programme in ('DIBAO', 'TEKUN')
    union
    select coalesce(cast(r.household_id as string), concat('person ', r.person_id))
    from temporary_relief_year t
    join people p on p.token_low = t.token_low and p.token_high = t.token_high
    join residents r on r.person_id = p.person_id
    where coalesce(t.payment_status, 'ACTIVE') not in ('RETURNED', 'STOPPED')
),
counted as (
    select home, count(distinct person_id) as people from sudden group by home
)
select
    case when s.household_id is null then 'person' else 'household' end as subject_kind,
    case when s.household_id is null then s.token_high end as subject_high,
    case when s.household_id is null then s.token_low end as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    cast(null as string) as right_source, cast(null as string) as right_batch,
    cast(null as integer) as right_row,
    concat('{"people": ', c.people, '}') as measures
from sudden s
join counted c on c.home = s.home
where not exists (select 1 from helped h where h.home = s.home)
