-- with: rows_of_lists, towns_of_lists, homes_of_lists
-- People whom one list names twice in the same household and township.
-- in:  dibao, tekun, poverty_register, orphan, disability_subsidy, people
-- out: one row a person, the first two records; two households and two townships have rules of their own,
--      and a disability subsidy is named twice only if the same subsidy of the same month is
with elsewhere as (
    select token_high, token_low from homes_of_lists where households > 1
    union all
    select token_high, token_low from towns_of_lists where townships > 1
),
numbered as (
    select
        r.*,
        row_number() over (
            partition by r.source, r.part, r.token_high, r.token_low order by r.batch, r.row
        ) as place
    from rows_of_lists r
)
select
    'person' as subject_kind, h.token_high as subject_high, h.token_low as subject_low,
    p.household_id, a.division,
    a.source as left_source, a.batch as left_batch, a.row as left_row,
    b.source as right_source, b.batch as right_batch, b.row as right_row,
    concat('{"list": "', h.source, '", "times": ', h.times, '}') as measures
from homes_of_lists h
join numbered a
    on a.token_low = h.token_low and a.token_high = h.token_high and a.part = h.part and a.place = 1
join numbered b
    on b.token_low = h.token_low and b.token_high = h.token_high and b.part = h.part and b.place = 2
left join people p on p.token_low = h.token_low and p.token_high = h.token_high
where h.times > 1
    and not exists (
        select 1 from elsewhere e where e.token_low = h.token_low and e.token_high = h.token_high
    )
