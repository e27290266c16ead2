-- People of the roster whom the list of pupils and students calls enrolled.
-- in:  student, people
-- out: person_id; unlike in_school neither a leave nor a day of leaving is asked. Whom the list names without
--      saying how they stand, nor that or when they left, is not said to be in no school
select distinct p.person_id
from student t
join people p on p.token_low = t.token_low and p.token_high = t.token_high
where t.student_status = 'ENROLLED'
    or (coalesce(t.student_status, '') = '' and coalesce(t.leave_reason, '') = '' and t.left_on is null)
