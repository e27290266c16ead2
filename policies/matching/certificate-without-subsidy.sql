-- with: deaths, standing_certificates
-- Living people with a standing disability certificate who do not get a subsidy that is due to them.
-- in:  standing_certificates, people, spells, deaths
-- out: one row a person, on the roster or not; heavy degrees are due the nursing subsidy, dibao people the
--      living subsidy, tekun people neither, orphans no living subsidy
with standing as (
    select c.*, p.person_id, p.household_id, coalesce(p.division, c.division) as place
    from standing_certificates c
    left join people p on p.token_low = c.token_low and p.token_high = c.token_high
    where c.disability_level is not null and c.disability_kind is not null
        and not exists (
            select 1 from deaths d where d.token_low = c.token_low and d.token_high = c.token_high
        )
),
programmes as (
    select
        person_id,
        max(case when programme = 'DIBAO' then 1 else 0 end) as dibao,
        max(case when programme = 'TEKUN' then 1 else 0 end) as tekun,
        max(case when programme in ('ORPHAN', 'UNATTENDED_CHILD') then 1 else 0 end) as child,
        max(case when programme = 'DISABILITY_LIVING' then 1 else 0 end) as living,
        max(case when programme = 'DISABILITY_NURSING' then 1 else 0 end) as nursing
    from spells
    group by person_id
),
due as (
    select
        c.*,
        case
            when c.disability_level <= x.heavy_level and coalesce(g.nursing, 0) = 0 then 1 else 0
        end as nursing_missing,
        case
            when coalesce(g.dibao, 0) = 1 and g.child = 0 and g.living = 0 then 1 else 0
        end as living_missing
    from standing c
    cross join parameters x
    left join programmes g on g.person_id = c.person_id
    where coalesce(g.tekun, 0) = 0
)
select
    'person' as subject_kind, c.token_high as subject_high, c.token_low as subject_low,
    c.household_id, c.place as division,
    'disability_certificate' as left_source, c.batch as left_batch, c.row as left_row,
    s.source as right_source, s.batch as right_batch, s.row as right_row,
    concat(
        '{"missing": "',
        case
            when c.nursing_missing + c.living_missing = 2 then 'BOTH'
            when c.nursing_missing = 1 then 'NURSING'
            else 'LIVING'
        end,
        '", "disability_kind": ', c.disability_kind, ', "disability_level": ', c.disability_level, '}'
    ) as measures
from due c
left join spells s on s.person_id = c.person_id and s.programme = 'DIBAO'
where c.nursing_missing + c.living_missing > 0
