-- with: standing_certificates
-- People who got their first certificate, of a heavy degree of disability, within the month.
-- in:  standing_certificates, disability_certificate_previous, people, spells
-- out: one row a person, on the roster or not, and what aid the person has; a certificate renewed, replaced or
--      moved here was first issued before, and so was one that the list before names with a heavy degree; a day
--      of issue alone may be a renewal, which is said unless the list before lacks the person
with aid as (
    select
        person_id,
        max(case when programme = 'TEKUN' then 1 else 0 end) as tekun,
        max(case when programme = 'DIBAO' then 1 else 0 end) as dibao,
        max(
            case
                when programme = 'POVERTY_REGISTER'
                    and category in ('UNSTABLE', 'MARGINAL', 'SUDDEN', 'NOT_LIFTED') then 1
                else 0
            end
        ) as monitored
    from spells
    group by person_id
)
select
    'person' as subject_kind, c.token_high as subject_high, c.token_low as subject_low,
    p.household_id, coalesce(p.division, c.division) as division,
    'disability_certificate' as left_source, c.batch as left_batch, c.row as left_row,
    cast(null as string) as right_source, cast(null as string) as right_batch,
    cast(null as integer) as right_row,
    concat(
        '{"disability_kind": ',
        coalesce(cast(c.disability_kind as string), '"UNKNOWN"'), ', "disability_level": ', c.disability_level,
        ', "issued_on": "', cast(coalesce(c.first_issued_on, c.issued_on) as string), '", "aid": "',
        case
            when a.tekun = 1 then 'TEKUN'
            when a.dibao = 1 then 'DIBAO'
            when a.monitored = 1 then 'MONITORED'
            else 'NONE'
        end,
        '", "issue": "',
        case
            when c.first_issued_on is not null or c.issue_kind in ('NEW', 'CHANGED') then 'NEW'
            when l.is_there = 1 then 'LISTED'
            else 'UNKNOWN'
        end,
        '"}'
    ) as measures
from standing_certificates c
cross join this_month m
cross join parameters x
cross join (
    select case when count(*) > 0 then 1 else 0 end as is_there from disability_certificate_previous
) l
left join people p on p.token_low = c.token_low and p.token_high = c.token_high
left join aid a on a.person_id = p.person_id
where c.disability_level <= x.heavy_level
    and coalesce(c.first_issued_on, c.issued_on) >= m.first_day
    and coalesce(c.first_issued_on, c.issued_on) <= m.last_day
    and (c.first_issued_on is not null or coalesce(c.issue_kind, 'NEW') in ('NEW', 'CHANGED'))
    and not exists (
        select 1 from disability_certificate_previous o
        where o.token_low = c.token_low and o.token_high = c.token_high
            and o.disability_level <= x.heavy_level
            and coalesce(o.certificate_status, 'VALID') = 'VALID'
            and (
                coalesce(o.first_issued_on, o.issued_on) < m.first_day
                or (o.first_issued_on is null and o.issued_on is null and c.first_issued_on is null
                    and c.issue_kind is null)
            )
    )
