-- with: residents, reported_dead, held_certificates
-- Living sons and daughters under age of a head and spouse, on no list of children, with what became of the two.
-- in:  people, spells, residents, reported_dead, held_certificates, poverty_register_year, dibao_year,
--      parameters (adult_age, heavy_level, mind_level)
-- out: household_id, division, age, token_high, token_low, source, batch, row (the latest line that names the
--      child), gone (parents reported dead), heavy (living parents heavily disabled); a family of whom only one
--      parent was ever listed is not known to be one
with lines as (
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
    k.household_id, k.division, k.age, t.token_high, t.token_low, t.source, t.batch, t.row, c.gone, c.heavy
from children k
join couples c on c.household_id = k.household_id
join latest t on t.person_id = k.person_id and t.place = 1
where c.parents = 2
