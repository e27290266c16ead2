-- with: aided_members
-- Households with dibao or tekun people one of whom opened a stall after the aid began; firms, and stalls from a
-- certain capital up, have a rule of their own.
-- in:  spells, people, company
-- out: one row a household (a person where no household is known), the latest one
with found as (
    select
        s.*, t.batch as thing_batch, t.row as thing_row, t.founded_on as day, concat(coalesce(t.capital_fen, 0), '/', cast(t.founded_on as string)) as thing,
        case when t.company_status is null and t.cancelled_on is null then 'UNSAID' else 'SAID' end as standing,
        row_number() over (
            partition by s.home
            order by t.founded_on desc, s.distance, s.source, s.batch, s.row, t.batch, t.row
        ) as place
    from aided_members s
    cross join this_month m
    cross join parameters x
    join company t on t.token_low = s.member_low and t.token_high = s.member_high
    where t.founded_on > s.since and t.founded_on <= m.last_day
        and t.company_role = 'SELF_EMPLOYED' and coalesce(t.capital_fen, 0) < x.stall_capital_fen
        and coalesce(t.company_status, 'ACTIVE') = 'ACTIVE'
        and (t.cancelled_on is null or t.cancelled_on > m.last_day)
),
counted as (
    select
        home, count(distinct thing) as things,
        count(distinct case when standing = 'SAID' then thing end) as told
    from found
    group by home
)
select
    case when s.household_id is null then 'person' else 'household' end as subject_kind,
    case when s.household_id is null then s.token_high end as subject_high,
    case when s.household_id is null then s.token_low end as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    'company' as right_source, s.thing_batch as right_batch, s.thing_row as right_row,
    concat(
        '{"stalls": ', c.things, ', "founded_on": "', cast(s.day as string), '", "since": "',
        cast(s.since as string),
        '", "standing": "', case when c.told < c.things then 'UNSAID' else 'SAID' end, '"}'
    ) as measures
from found s
join counted c on c.home = s.home
where s.place = 1
