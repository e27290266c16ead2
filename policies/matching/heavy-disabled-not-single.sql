-- with: reported_dead, held_certificates, on_register
-- Watched people whose disability lets them apply for dibao alone and whom no list of basic aid names.
-- in:  people, spells, poverty_register, disability_certificate, deaths
-- out: one row a person
with entitled as (
    select
        c.*,
        row_number() over (partition by c.person_id order by c.place) as first_place
    from held_certificates c
    cross join parameters x
    where c.disability_level <= x.heavy_level
        or (c.disability_kind in (5, 6) and c.disability_level <= x.mind_level)
)
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    'disability_certificate' as right_source, c.batch as right_batch, c.row as right_row,
    concat(
        '{"monitor_class": "', s.category, '", "disability_kind": ',
        coalesce(cast(c.disability_kind as string), '"UNKNOWN"'),
        ', "disability_level": ', c.disability_level, '}'
    ) as measures
from on_register s
join entitled c on c.person_id = s.person_id and c.first_place = 1
where s.category in ('UNSTABLE', 'MARGINAL', 'SUDDEN', 'NOT_LIFTED')
    and not exists (
        select 1 from spells a
        where a.person_id = s.person_id
            and a.programme in ('DIBAO', 'TEKUN', 'ORPHAN', 'UNATTENDED_CHILD')
    )
    and not exists (select 1 from reported_dead d where d.person_id = s.person_id)
