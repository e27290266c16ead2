-- Pupils and students of the month.
-- in:  student
-- out: token_high, token_low; who left by the month's end is none, who is on leave still is
select distinct t.token_high, t.token_low
from student t
cross join this_month m
where (t.student_status = 'ENROLLED' or t.leave_reason in ('SUSPENDED', 'BACK'))
    and (t.left_on is null or t.left_on > m.last_day or t.leave_reason in ('SUSPENDED', 'BACK'))
