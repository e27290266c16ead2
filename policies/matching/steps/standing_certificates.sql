-- Disability certificates that stand at some time in the month.
-- in:  disability_certificate
-- out: the certificate's columns; one that ends within the month still stands in it, one first issued after
--      the month does not yet, and a day of issue alone may be a renewal
select c.*
from disability_certificate c
cross join this_month m
where coalesce(c.certificate_status, 'VALID') = 'VALID'
    and (c.expires_on is null or c.expires_on >= m.first_day)
    and (c.cancelled_on is null or c.cancelled_on > m.last_day)
    and coalesce(
        coalesce(c.first_issued_on, case when c.issue_kind = 'NEW' then c.issued_on end) <= m.last_day, true
    )
