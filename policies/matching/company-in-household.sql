-- with: aided_members, businesses
-- Households with dibao or tekun people whose members own or head a live business.
-- in:  aided_members, businesses
-- out: one row a household (a person where no household is known)
with owned as (
    select a.*, v.batch as thing_batch, v.row as thing_row, v.capital_fen, v.thing, v.standing
    from aided_members a
    join businesses v on v.token_low = a.member_low and v.token_high = a.member_high
),
counted as (
    select
        home, count(distinct thing) as companies, max(capital_fen) as capital_fen,
        count(distinct case when standing = 'SAID' then thing end) as told
    from owned
    group by home
),
ranked as (
    select
        o.*, c.companies, c.told, c.capital_fen as largest,
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
    'company' as right_source, thing_batch as right_batch, thing_row as right_row,
    concat(
        '{"companies": ', companies, ', "capital_fen": ', coalesce(cast(largest as string), '"UNKNOWN"'),
        ', "standing": "', case when told < companies then 'UNSAID' else 'SAID' end, '"}'
    ) as measures
from ranked
where place = 1
