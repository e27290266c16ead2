-- with: aided_members
-- Households with dibao or tekun people of whom an employee's insured wage rose steeply since the last list.
-- in:  spells, people, social_insurance, social_insurance_previous
-- out: one row a household (a person where no household is known), the steepest rise
with before as (
    select token_high, token_low, max(base_fen) as base_fen
    from social_insurance_previous
    where insurance_kind = 'EMPLOYEE' and insurance_status = 'PAYING' and base_fen > 0
    group by token_high, token_low
),
risen as (
    select i.batch, i.row, i.token_high, i.token_low, i.base_fen, b.base_fen as before_fen
    from social_insurance i
    cross join parameters x
    join before b on b.token_low = i.token_low and b.token_high = i.token_high
    where i.insurance_kind = 'EMPLOYEE' and i.insurance_status = 'PAYING'
        and i.base_fen * 100 >= b.base_fen * (100 + x.rise_percent)
),
found as (
    select
        s.*, t.batch as thing_batch, t.row as thing_row, t.base_fen, t.before_fen,
        row_number() over (
            partition by s.home
            order by t.base_fen - t.before_fen desc, s.distance, s.source, s.batch, s.row, t.batch, t.row
        ) as place
    from aided_members s
    join risen t on t.token_low = s.member_low and t.token_high = s.member_high
)
select
    case when s.household_id is null then 'person' else 'household' end as subject_kind,
    case when s.household_id is null then s.token_high end as subject_high,
    case when s.household_id is null then s.token_low end as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    'social_insurance' as right_source, s.thing_batch as right_batch, s.thing_row as right_row,
    concat('{"before_fen": ', s.before_fen, ', "base_fen": ', s.base_fen, '}') as measures
from found s
where s.place = 1
