-- Certificates of people of the roster that stand in the month and name a level, the heaviest first.
-- in:  disability_certificate, people
-- out: person_id, batch, row, disability_kind, disability_level, place (1 for the heaviest); unlike
--      standing_certificates a certificate without a level is none, and the day of its first issue is not asked
select
    p.person_id, c.batch, c.row, c.disability_kind, c.disability_level,
    row_number() over (partition by p.person_id order by c.disability_level, c.batch, c.row) as place
from disability_certificate c
cross join this_month m
join people p on p.token_low = c.token_low and p.token_high = c.token_high
where coalesce(c.certificate_status, 'VALID') = 'VALID'
    and (c.expires_on is null or c.expires_on >= m.first_day)
    and (c.cancelled_on is null or c.cancelled_on > m.last_day)
    and c.disability_level is not null
