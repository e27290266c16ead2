-- with: aided_members, dwellings
-- Households with dibao or tekun people whose members own two dwellings or more.
-- in:  aided_members, dwellings
-- out: one row a household (a person where no household is known); a dwelling of several members counts once
with owned as (
    select a.*, v.batch as thing_batch, v.row as thing_row, v.thing, v.standing
    from aided_members a
    join dwellings v on v.token_low = a.member_low and v.token_high = a.member_high
),
counted as (
    select
        home, count(distinct thing) as houses,
        count(distinct case when standing = 'SAID' then thing end) as told
    from owned
    group by home
),
ranked as (
    select
        o.*, c.houses, c.told,
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
    concat(
        '{"houses": ', r.houses, ', "standing": "', case when r.told < r.houses then 'UNSAID' else 'SAID' end, '"}'
    ) as measures
from ranked r
cross join parameters x
where r.place = 1 and r.houses >= x.houses
