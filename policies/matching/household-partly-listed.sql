-- with: residents, reported_dead, held_certificates, on_register
-- Households of the register some of whose members are on dibao and others are not, though nobody of those on
-- it could be taken in alone.
-- in:  people, spells, dibao, poverty_register, disability_certificate, deaths
-- out: one row a household, someone on dibao beside someone who is not; a list that never says who was taken
--      in alone says nothing of anyone
with telling as (
    select distinct batch from dibao where single_person is not null
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
    join dibao d on d.batch = s.batch and d.row = s.row
    join telling t on t.batch = d.batch
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
