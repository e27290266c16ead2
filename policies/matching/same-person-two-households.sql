-- with: rows_of_lists, towns_of_lists, homes_of_lists
-- People whom one list places in two households of one township (two townships have a rule of their own).
-- in:  dibao, tekun, poverty_register, orphan, disability_subsidy, people
-- out: one row a person, one record of each of two households
select
    'person' as subject_kind, h.token_high as subject_high, h.token_low as subject_low,
    p.household_id, a.division,
    a.source as left_source, a.batch as left_batch, a.row as left_row,
    b.source as right_source, b.batch as right_batch, b.row as right_row,
    concat('{"list": "', h.source, '", "households": ', h.households, '}') as measures
from homes_of_lists h
join rows_of_lists a
    on a.token_low = h.token_low and a.token_high = h.token_high
    and a.part = h.part and a.household_number = h.first_home
join rows_of_lists b
    on b.token_low = h.token_low and b.token_high = h.token_high
    and b.part = h.part and b.household_number = h.last_home
left join people p on p.token_low = h.token_low and p.token_high = h.token_high
left join towns_of_lists t on t.token_low = h.token_low and t.token_high = h.token_high
where h.households > 1 and coalesce(t.townships, 0) < 2
