-- with: cars, businesses
-- Households lifted but not steady, or on the margin, none of whom is on dibao or tekun, and how they look.
-- in:  spells, people, poverty_register, vehicle, company, cars, businesses
-- out: one row a household (a person where no household is known); income within the standard and no car or
--      business looks fit, above it unfit; what no list says, or lists say both ways, wants a visit
with registered as (
    select
        s.*, coalesce(cast(s.household_id as string), concat('person ', s.person_id)) as home,
        r.annual_income_fen
    from spells s
    cross join this_month m
    join poverty_register r on r.batch = s.batch and r.row = s.row
    where s.programme = 'POVERTY_REGISTER' and s.category in ('UNSTABLE', 'MARGINAL')
        and (r.removed_on is null or r.removed_on > m.last_day)
),
helped as (
    select distinct coalesce(cast(a.household_id as string), concat('person ', a.person_id)) as home
    from spells a
    where a.programme in ('DIBAO', 'TEKUN')
    union
    select distinct r.home
    from registered r
    join spells a on a.person_id = r.person_id and a.programme in ('DIBAO', 'TEKUN')
),
things as (
    select
        r.home, count(distinct c.thing) as cars, count(distinct b.thing) as businesses
    from registered r
    join people p on p.person_id = r.person_id
    left join cars c on c.token_low = p.token_low and c.token_high = p.token_high
    left join businesses b on b.token_low = p.token_low and b.token_high = p.token_high
    group by r.home
),
heard as (
    select
        case when exists (select 1 from vehicle) then 1 else 0 end as of_cars,
        case when exists (select 1 from company) then 1 else 0 end as of_businesses
),
homes as (
    select home, max(annual_income_fen) as income_fen
    from registered
    group by home
),
judged as (
    select
        h.home, h.income_fen, case when a.of_cars = 1 then t.cars end as cars,
        case when a.of_businesses = 1 then t.businesses end as businesses, x.dibao_year_fen as line_fen,
        case
            when h.income_fen > x.dibao_year_fen then 'UNFIT'
            when h.income_fen is null or t.cars + t.businesses > 0 then 'VISIT'
            when a.of_cars + a.of_businesses < 2 then 'VISIT'
            else 'FIT'
        end as judgement
    from homes h
    cross join parameters x
    cross join heard a
    join things t on t.home = h.home
    where not exists (select 1 from helped o where o.home = h.home)
)
select
    case when s.household_id is null then 'person' else 'household' end as subject_kind,
    case when s.household_id is null then s.token_high end as subject_high,
    case when s.household_id is null then s.token_low end as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    cast(null as string) as right_source, cast(null as string) as right_batch,
    cast(null as integer) as right_row,
    concat(
        '{"monitor_class": "', s.category, '", "judgement": "', j.judgement,
        '", "income_fen": ', coalesce(cast(j.income_fen as string), '"UNKNOWN"'),
        ', "line_fen": ', j.line_fen,
        ', "cars": ', coalesce(cast(j.cars as string), '"UNKNOWN"'),
        ', "businesses": ', coalesce(cast(j.businesses as string), '"UNKNOWN"'), '}'
    ) as measures
from judged j
join registered s on s.home = j.home
