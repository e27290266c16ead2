-- Households with dibao or tekun people whose members own two dwellings or more.
-- in:  spells, people, real_estate
-- out: one row a household (a person where no household is known); one dwelling registered for several
--      members – same floor area, same day – counts once
with aided as (
    select person_id, household_id, token_high, token_low, division, source, batch, row
    from spells
    where programme in ('DIBAO', 'TEKUN')
),
members as (
    select a.*, p.token_high as member_high, p.token_low as member_low, 0 as distance
    from aided a
    join people p on p.person_id = a.person_id
    union all
    select a.*, p.token_high as member_high, p.token_low as member_low, 1 as distance
    from aided a
    join people p on p.household_id = a.household_id and p.person_id <> a.person_id
),
owned as (
    select
        a.*, coalesce(cast(household_id as string), concat('person ', person_id)) as home, v.batch as thing_batch, v.row as thing_row,
        concat(coalesce(v.area_m2, 0), '/', coalesce(cast(v.registered_on as string), '')) as thing
    from members a
    join real_estate v on v.token_low = a.member_low and v.token_high = a.member_high
    where v.use = 'RESIDENTIAL'
),
counted as (
    select home, count(distinct thing) as houses from owned group by home
),
ranked as (
    select
        o.*, c.houses,
        row_number() over (
            partition by o.home
            order by o.distance, o.source, o.batch, o.row, o.thing_batch, o.thing_row
        ) as place
    from owned o
    join counted c on c.home = o.home
)
select
    case when household_id is null then 'person' else 'household' end as subject_kind,
    case when household_id is null then token_high end as subject_high,
    case when household_id is null then token_low end as subject_low,
    household_id, division,
    source as left_source, batch as left_batch, row as left_row,
    'real_estate' as right_source, thing_batch as right_batch, thing_row as right_row,
    concat('{"houses": ', r.houses, '}') as measures
from ranked r
cross join parameters x
where r.place = 1 and r.houses >= x.houses
