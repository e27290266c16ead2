-- Households with dibao or tekun people whose members own or head a live business.
-- in:  spells, people, company
-- out: one row a household (a person where no household is known); a stall counts from a certain capital up
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
        a.*, coalesce(cast(household_id as string), concat('person ', person_id)) as home, v.batch as thing_batch, v.row as thing_row, coalesce(v.capital_fen, 0) as capital_fen,
        concat(coalesce(v.capital_fen, 0), '/', coalesce(cast(v.founded_on as string), '')) as thing
    from members a
    cross join parameters x
    join company v on v.token_low = a.member_low and v.token_high = a.member_high
    where coalesce(v.company_status, 'ACTIVE') = 'ACTIVE'
        and (v.company_role in ('LEGAL_REP', 'SHAREHOLDER') or v.capital_fen >= x.stall_capital_fen)
),
counted as (
    select home, count(distinct thing) as companies, max(capital_fen) as capital_fen
    from owned
    group by home
),
ranked as (
    select
        o.*, c.companies, c.capital_fen as largest,
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
    concat('{"companies": ', companies, ', "capital_fen": ', largest, '}') as measures
from ranked
where place = 1
