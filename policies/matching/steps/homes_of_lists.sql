-- with: rows_of_lists
-- How often and in how many households each part of the lists of aid names a number.
-- in:  rows_of_lists
-- out: source, part, token_high, token_low, first_home, last_home, households, times
select
    source, part, token_high, token_low, min(household_number) as first_home,
    max(household_number) as last_home, count(distinct household_number) as households,
    count(*) as times
from rows_of_lists
group by source, part, token_high, token_low
