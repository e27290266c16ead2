-- People who got a certificate of a heavy degree of disability within the month.
-- in:  disability_certificate, people, spells
-- out: one row a person, on the roster or not, and what aid the person has
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
        '{"disability_kind": ', coalesce(c.disability_kind, 0), ', "disability_level": ', c.disability_level,
        ', "issued_on": "', cast(c.issued_on as string), '", "aid": "',
        case
            when a.tekun = 1 then 'TEKUN'
            when a.dibao = 1 then 'DIBAO'
            when a.monitored = 1 then 'MONITORED'
            else 'NONE'
        end,
        '"}'
    ) as measures
from disability_certificate c
cross join this_month m
cross join parameters x
left join people p on p.token_low = c.token_low and p.token_high = c.token_high
left join aid a on a.person_id = p.person_id
where c.issued_on >= m.first_day and c.issued_on <= m.last_day
    and c.disability_level <= x.heavy_level
    and coalesce(c.certificate_status, 'VALID') = 'VALID'
