-- with: aided_members
-- Households with dibao or tekun people of whom someone began to pay employees' insurance since the last list.
-- in:  spells, people, social_insurance, social_insurance_previous
-- out: one row a household (a person where no household is known); if the last list had no employees at all,
--      nobody is new
with begun as (
    select i.*
    from social_insurance i
    where i.insurance_kind = 'EMPLOYEE' and i.insurance_status = 'PAYING'
        and exists (
            select 1 from social_insurance_previous o
            where o.insurance_kind = 'EMPLOYEE' and o.insurance_status = 'PAYING'
        )
        and not exists (
            select 1 from social_insurance_previous b
            where b.token_low = i.token_low and b.token_high = i.token_high
                and b.insurance_kind = 'EMPLOYEE' and b.insurance_status = 'PAYING'
        )
),
found as (
    select
        s.*, t.batch as thing_batch, t.row as thing_row, t.base_fen,
        concat(t.token_high, '/', t.token_low) as earner,
        row_number() over (
            partition by s.home
            order by s.distance, s.source, s.batch, s.row, t.batch, t.row
        ) as place
    from aided_members s
    join begun t on t.token_low = s.member_low and t.token_high = s.member_high
),
counted as (
    select home, count(distinct earner) as people, max(base_fen) as base_fen from found group by home
)
select
    case when s.household_id is null then 'person' else 'household' end as subject_kind,
    case when s.household_id is null then s.token_high end as subject_high,
    case when s.household_id is null then s.token_low end as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    'social_insurance' as right_source, s.thing_batch as right_batch, s.thing_row as right_row,
    concat('{"people": ', c.people, ', "base_fen": ',
        coalesce(cast(c.base_fen as string), '"UNKNOWN"'), '}') as measures
from found s
join counted c on c.home = s.home
where s.place = 1
