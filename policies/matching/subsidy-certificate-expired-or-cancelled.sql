-- with: standing_certificates, subsidies_paid
-- People on the list of disability subsidies all of whose certificates are cancelled or expired.
-- in:  spells, people, disability_certificate, standing_certificates
-- out: one row a person, beside the certificate that lasted longest; a certificate that ends within the
--      month still stands in it
with certified as (
    select
        p.person_id, c.batch, c.row, coalesce(c.certificate_status, 'VALID') as standing, c.expires_on,
        case when k.row is not null then 1 else 0 end as stands,
        row_number() over (
            partition by p.person_id order by coalesce(c.expires_on, m.last_day) desc, c.batch, c.row
        ) as place
    from disability_certificate c
    cross join this_month m
    join people p on p.token_low = c.token_low and p.token_high = c.token_high
    left join standing_certificates k on k.batch = c.batch and k.row = c.row
),
lapsed as (
    select person_id from certified group by person_id having max(stands) = 0
)
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    'disability_certificate' as right_source, c.batch as right_batch, c.row as right_row,
    concat(
        '{"certificate_status": "', case when c.standing = 'VALID' then 'EXPIRED' else c.standing end,
        '", "expires_on": "',
        coalesce(cast(c.expires_on as string), ''), '", "paid_fen": ', coalesce(cast(subsidies_paid.fen as string), '"UNKNOWN"'),
        '}'
    ) as measures
from spells s
join lapsed on lapsed.person_id = s.person_id
join certified c on c.person_id = s.person_id and c.place = 1
join subsidies_paid on subsidies_paid.person_id = s.person_id
where s.programme in ('DISABILITY_LIVING', 'DISABILITY_NURSING')
