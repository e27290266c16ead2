-- with: aided_members, wages
-- Households with dibao or tekun people of whom somebody's employer pays insurance or housing fund.
-- in:  aided_members, wages
-- out: one row a household (a person where no household is known)
with owned as (
    select
        a.*, v.thing_source, v.batch as thing_batch, v.row as thing_row, v.base_fen,
        concat(v.token_high, '/', v.token_low) as earner
    from aided_members a
    join wages v on v.token_low = a.member_low and v.token_high = a.member_high
),
counted as (
    select home, count(distinct earner) as people, max(base_fen) as base_fen
    from owned
    group by home
),
ranked as (
    select
        o.*, c.people, c.base_fen as highest,
        row_number() over (
            partition by o.home
            order by o.distance, o.source, o.batch, o.row, o.thing_source desc, o.thing_batch, o.thing_row
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
    thing_source as right_source, thing_batch as right_batch, thing_row as right_row,
    concat('{"people": ', people, ', "base_fen": ', coalesce(cast(highest as string), '"UNKNOWN"'), '}') as measures
from ranked
where place = 1
