-- with: aided_members
-- Households with dibao or tekun people one of whom registered a dwelling after the aid began.
-- in:  spells, people, real_estate
-- out: one row a household (a person where no household is known), the latest one; a new deed of
--      an old dwelling is no purchase, and one unit, deed or floor area of one day counts once
with found as (
    select
        s.*, t.batch as thing_batch, t.row as thing_row, t.registered_on as day, case
            when t.unit_number_low is not null then concat('unit ', t.unit_number_low)
            when t.property_number_low is not null then concat('deed ', t.property_number_low)
            else concat(coalesce(t.area_m2, 0), '/', cast(t.registered_on as string))
        end as thing,
        case
            when t.registration_status is null and t.cancelled_on is null and t.transferred_on is null then 'UNSAID'
            else 'SAID'
        end as standing,
        row_number() over (
            partition by s.home
            order by t.registered_on desc, s.distance, s.source, s.batch, s.row, t.batch, t.row
        ) as place
    from aided_members s
    cross join this_month m
    join real_estate t on t.token_low = s.member_low and t.token_high = s.member_high
    where t.registered_on > s.since and t.registered_on <= m.last_day
        and t.use = 'RESIDENTIAL' and coalesce(t.registration_kind, 'FIRST') in ('FIRST', 'TRANSFER')
        and coalesce(t.registration_status, 'CURRENT') = 'CURRENT'
        and (t.cancelled_on is null or t.cancelled_on > m.last_day)
        and (
            t.transferred_on is null or t.transferred_on > m.last_day or t.transferred_on <= t.registered_on
            or t.registration_status = 'CURRENT'
        )
),
counted as (
    select home, count(distinct thing) as things, count(distinct case when standing = 'SAID' then thing end) as told
    from found
    group by home
)
select
    case when s.household_id is null then 'person' else 'household' end as subject_kind,
    case when s.household_id is null then s.token_high end as subject_high,
    case when s.household_id is null then s.token_low end as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    'real_estate' as right_source, s.thing_batch as right_batch, s.thing_row as right_row,
    concat(
        '{"houses": ', c.things, ', "registered_on": "', cast(s.day as string), '", "since": "',
        cast(s.since as string),
        '", "standing": "', case when c.told < c.things then 'UNSAID' else 'SAID' end, '"}'
    ) as measures
from found s
join counted c on c.home = s.home
where s.place = 1
