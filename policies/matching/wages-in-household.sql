-- Households with dibao or tekun people of whom someone pays employees' insurance or into the housing fund.
-- in:  spells, people, social_insurance, housing_fund
-- out: one row a household (a person where no household is known)
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
paying as (
    select 'social_insurance' as thing_source, batch, row, token_high, token_low, base_fen
    from social_insurance
    where insurance_kind = 'EMPLOYEE' and insurance_status = 'PAYING'
    union all
    select 'housing_fund', batch, row, token_high, token_low, base_fen
    from housing_fund
    where fund_status = 'ACTIVE'
),
owned as (
    select
        a.*, coalesce(cast(household_id as string), concat('person ', person_id)) as home, v.thing_source, v.batch as thing_batch, v.row as thing_row,
        coalesce(v.base_fen, 0) as base_fen, concat(v.token_high, '/', v.token_low) as earner
    from members a
    join paying v on v.token_low = a.member_low and v.token_high = a.member_high
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
    concat('{"people": ', people, ', "base_fen": ', highest, '}') as measures
from ranked
where place = 1
