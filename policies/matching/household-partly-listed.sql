-- with: deaths
-- Households of the register some of whose members are on dibao and others are not, though nobody of those on
-- it could be taken in alone.
-- in:  people, spells, dibao, poverty_register, disability_certificate, deaths
-- out: one row a household, someone on dibao beside someone who is not
with residents as (
    select
        person_id, max(household_id) as household_id, max(division) as division, max(age) as age
    from people
    group by person_id
),
reported_dead as (
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
alone as (
    select s.person_id
    from spells s
    join dibao d on d.batch = s.batch and d.row = s.row
    where s.programme = 'DIBAO' and (d.single_person = 'YES' or d.health = 'SERIOUS')
    union
    select c.person_id
    from held_certificates c
    cross join parameters x
    where c.disability_level <= x.heavy_level
        or (c.disability_kind in (5, 6) and c.disability_level <= x.mind_level)
),
members as (
    select
        s.*,
        row_number() over (partition by s.household_id order by s.batch, s.row) as place
    from on_register s
    where s.household_id is not null
        and not exists (
            select 1 from spells a
            where a.person_id = s.person_id
                and a.programme in ('DIBAO', 'TEKUN', 'ORPHAN', 'UNATTENDED_CHILD')
        )
        and not exists (select 1 from reported_dead d where d.person_id = s.person_id)
),
left_out as (
    select household_id, count(distinct person_id) as unlisted from members group by household_id
),
on_it as (
    select
        r.household_id, count(distinct s.person_id) as listed,
        count(distinct case when a.person_id is null then s.person_id end) as whole
    from spells s
    join residents r on r.person_id = s.person_id
    left join alone a on a.person_id = s.person_id
    where s.programme = 'DIBAO' and r.household_id is not null
    group by r.household_id
)
select
    case when s.household_id is null then 'person' else 'household' end as subject_kind,
    case when s.household_id is null then s.token_high end as subject_high,
    case when s.household_id is null then s.token_low end as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    o.source as right_source, o.batch as right_batch, o.row as right_row,
    concat('{"listed": ', c.listed, ', "unlisted": ', l.unlisted, '}') as measures
from on_it c
join left_out l on l.household_id = c.household_id
join members o on o.household_id = c.household_id
join spells s on s.household_id = c.household_id and s.programme = 'DIBAO'
where c.whole > 0
