-- with: rows_of_lists, towns_of_lists
-- People whom lists place in two townships, within one list or across lists.
-- in:  dibao, tekun, poverty_register, orphan, disability_subsidy, people
-- out: one row a household (a person where none is known), one record of each of two townships: a family that
--      moved is one matter
select
    case when p.household_id is null then 'person' else 'household' end as subject_kind,
    case when p.household_id is null then t.token_high end as subject_high,
    case when p.household_id is null then t.token_low end as subject_low,
    p.household_id, a.division,
    a.source as left_source, a.batch as left_batch, a.row as left_row,
    b.source as right_source, b.batch as right_batch, b.row as right_row,
    concat('{"townships": ', t.townships, ', "lists": ', t.lists, '}') as measures
from towns_of_lists t
join rows_of_lists a
    on a.token_low = t.token_low and a.token_high = t.token_high
    and length(a.division) >= 9 and substring(a.division, 1, 9) = t.first_town
join rows_of_lists b
    on b.token_low = t.token_low and b.token_high = t.token_high
    and length(b.division) >= 9 and substring(b.division, 1, 9) = t.last_town
left join people p on p.token_low = t.token_low and p.token_high = t.token_high
where t.townships > 1
