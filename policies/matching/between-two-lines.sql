-- Households of the register in neither dibao nor tekun whose income lies between the two lines.
-- in:  spells, poverty_register
-- out: one row a household (a person where no household is known); both lines are a person's for a year, and
--      either may be the higher
with registered as (
    select
        s.*, coalesce(cast(s.household_id as string), concat('person ', s.person_id)) as home,
        r.annual_income_fen
    from spells s
    cross join this_month m
    join poverty_register r on r.batch = s.batch and r.row = s.row
    where s.programme = 'POVERTY_REGISTER' and (r.removed_on is null or r.removed_on > m.last_day)
),
aided as (
    select coalesce(cast(household_id as string), concat('person ', person_id)) as home
    from spells
    where programme in ('DIBAO', 'TEKUN')
    union
    select r.home
    from registered r
    join spells a on a.person_id = r.person_id and a.programme in ('DIBAO', 'TEKUN')
),
homes as (
    select home, max(annual_income_fen) as each_fen from registered group by home
),
judged as (
    select
        h.home, h.each_fen, least(x.dibao_month_fen * 12, x.line_year_fen) as lower_fen,
        greatest(x.dibao_month_fen * 12, x.line_year_fen) as upper_fen
    from homes h
    cross join parameters x
    where not exists (select 1 from aided a where a.home = h.home)
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
        '{"income_fen": ', j.each_fen, ', "lower_fen": ', j.lower_fen, ', "upper_fen": ', j.upper_fen, '}'
    ) as measures
from judged j
join registered s on s.home = j.home
where j.each_fen >= j.lower_fen and j.each_fen < j.upper_fen
