-- Pupils and students of the month.
-- in:  student
-- out: token_high, token_low, is_said (0 where the list names someone and says neither how they stand nor that or
--      when they left); who left by the month's end is none, who is on leave still is
select distinct
    t.token_high, t.token_low,
    case when coalesce(t.student_status, '') = '' and t.leave_reason is null then 0 else 1 end as is_said
from student t
cross join this_month m
where (
        t.student_status = 'ENROLLED' or t.leave_reason in ('SUSPENDED', 'BACK')
        or (coalesce(t.student_status, '') = '' and coalesce(t.leave_reason, '') = '')
    )
    and (t.left_on is null or t.left_on > m.last_day or t.leave_reason in ('SUSPENDED', 'BACK'))
