-- with: deaths
-- Sons and daughters under age of a head and spouse one of whom is dead and the other heavily disabled, or who
-- are both heavily disabled, on no list of children.
-- in:  people, spells, deaths, disability_certificate, poverty_register_year, dibao_year
-- out: one row a child; a family of whom only one parent was ever listed is not known to be one
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
lines as (
    select p.person_id, p.household_id, r.relation
    from poverty_register_year r
    join people p on p.token_low = r.token_low and p.token_high = r.token_high
    union
    select p.person_id, p.household_id, d.relation
    from dibao_year d
    join people p on p.token_low = d.token_low and p.token_high = d.token_high
),
parents as (
    select distinct
        l.household_id, l.person_id,
        case when d.person_id is null then 0 else 1 end as gone,
        case when h.person_id is null then 0 else 1 end as heavy
    from lines l
    left join reported_dead d on d.person_id = l.person_id
    left join (
        select distinct c.person_id
        from held_certificates c
        cross join parameters x
        where c.disability_level <= x.heavy_level
            or (c.disability_kind in (5, 6) and c.disability_level <= x.mind_level)
    ) h on h.person_id = l.person_id
    where l.household_id is not null and l.relation in ('HEAD', 'SPOUSE')
),
couples as (
    select
        household_id, count(*) as parents, sum(gone) as gone,
        sum(case when gone = 0 and heavy = 1 then 1 else 0 end) as heavy
    from parents
    group by household_id
),
children as (
    select distinct r.person_id, r.household_id, r.division, r.age
    from lines l
    cross join parameters x
    join residents r on r.person_id = l.person_id
    where l.relation in ('SON', 'DAUGHTER') and r.age < x.adult_age
        and not exists (select 1 from reported_dead d where d.person_id = l.person_id)
        and not exists (
            select 1 from spells a
            where a.person_id = l.person_id and a.programme in ('ORPHAN', 'UNATTENDED_CHILD')
        )
),
told as (
    select
        p.person_id, p.token_high, p.token_low, 'poverty_register' as source, r.batch, r.row, r.period
    from poverty_register_year r
    join people p on p.token_low = r.token_low and p.token_high = r.token_high
    union all
    select p.person_id, p.token_high, p.token_low, 'dibao', d.batch, d.row, d.period
    from dibao_year d
    join people p on p.token_low = d.token_low and p.token_high = d.token_high
),
latest as (
    select
        t.*,
        row_number() over (
            partition by t.person_id order by t.period desc, t.source, t.batch, t.row
        ) as place
    from told t
)
select
    'person' as subject_kind, t.token_high as subject_high, t.token_low as subject_low,
    k.household_id, k.division,
    t.source as left_source, t.batch as left_batch, t.row as left_row,
    cast(null as string) as right_source, cast(null as string) as right_batch,
    cast(null as integer) as right_row,
    concat('{"age": ', k.age, ', "gone": ', c.gone, ', "heavy": ', c.heavy, '}') as measures
from children k
join couples c on c.household_id = k.household_id
join latest t on t.person_id = k.person_id and t.place = 1
where c.parents = 2 and c.gone + c.heavy = 2 and c.heavy >= 1
