-- with: deaths
-- Watched people whose disability lets them apply for dibao alone and whom no list of basic aid names.
-- in:  people, spells, poverty_register, disability_certificate, deaths
-- out: one row a person
with reported_dead as (
    select p.person_id, min(c.died_on) as died_on
    from deaths c
    join people p on p.token_low = c.token_low and p.token_high = c.token_high
    group by p.person_id
),
held_certificates as (
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
),
on_register as (
    select s.*, r.relation, r.annual_income_fen
    from spells s
    cross join this_month m
    join poverty_register r on r.batch = s.batch and r.row = s.row
    where s.programme = 'POVERTY_REGISTER' and (r.removed_on is null or r.removed_on > m.last_day)
),
entitled as (
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
        '{"monitor_class": "', s.category, '", "disability_kind": ', coalesce(c.disability_kind, 0),
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
