-- Households with dibao or tekun people whose members own a car or a lorry.
-- in:  spells, people, vehicle
-- out: one row a household (a person where no household is known), the owner's own record first
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
        a.*, coalesce(cast(household_id as string), concat('person ', person_id)) as home, v.batch as thing_batch, v.row as thing_row, v.registered_on,
        concat(v.token_low, v.vehicle_kind, coalesce(cast(v.registered_on as string), '')) as thing
    from members a
    join vehicle v on v.token_low = a.member_low and v.token_high = a.member_high
    where v.vehicle_kind in ('CAR', 'TRUCK') and coalesce(v.vehicle_status, 'NORMAL') = 'NORMAL'
),
counted as (
    select home, count(distinct thing) as vehicles, max(registered_on) as registered_on
    from owned
    group by home
),
ranked as (
    select
        o.*, c.vehicles, c.registered_on as newest,
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
    'vehicle' as right_source, thing_batch as right_batch, thing_row as right_row,
    concat(
        '{"vehicles": ', vehicles, ', "registered_on": "', coalesce(cast(newest as string), ''), '"}'
    ) as measures
from ranked
where place = 1
