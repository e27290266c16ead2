-- with: rows_of_lists
-- The townships in which the lists of aid place each number.
-- in:  rows_of_lists
-- out: token_high, token_low, first_town, last_town, townships, lists
select
    token_high, token_low, min(substring(division, 1, 9)) as first_town,
    max(substring(division, 1, 9)) as last_town, count(distinct substring(division, 1, 9)) as townships,
    count(distinct source) as lists
from rows_of_lists
where length(division) >= 9
group by token_high, token_low
