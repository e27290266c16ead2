-- People who get a disability subsidy and whose certificates all end within the next months.
-- in:  spells, people, disability_certificate
-- out: one row a person, beside the certificate that lasts longest; one that has ended already has a rule of
--      its own
with standing as (
    select
        p.person_id, c.batch, c.row, c.expires_on,
        row_number() over (
            partition by p.person_id
            order by case when c.expires_on is null then 0 else 1 end, c.expires_on desc, c.batch, c.row
        ) as place
    from disability_certificate c
    cross join this_month m
    join people p on p.token_low = c.token_low and p.token_high = c.token_high
    where coalesce(c.certificate_status, 'VALID') = 'VALID'
        and (c.expires_on is null or c.expires_on >= m.first_day)
        and (c.cancelled_on is null or c.cancelled_on > m.last_day)
)
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    'disability_certificate' as right_source, c.batch as right_batch, c.row as right_row,
    concat('{"expires_on": "', cast(c.expires_on as string), '"}') as measures
from spells s
cross join this_month m
cross join parameters x
join standing c on c.person_id = s.person_id and c.place = 1
where s.programme in ('DISABILITY_LIVING', 'DISABILITY_NURSING')
    and c.expires_on is not null
    and (extract(year from c.expires_on) - extract(year from m.last_day)) * 12
        + extract(month from c.expires_on) - extract(month from m.last_day) <= x.notice_months
