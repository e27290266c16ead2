-- with: residents, reported_dead
-- Old dibao and tekun people whom no list of pensions names.
-- in:  people, spells, social_insurance, deaths
-- out: one row a person; a list without any pensions says nothing of anyone
with drawing as (
    select distinct p.person_id
    from social_insurance i
    join people p on p.token_low = i.token_low and p.token_high = i.token_high
    where i.insurance_status = 'RETIRED' or i.pension_fen > 0
)
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    cast(null as string) as right_source, cast(null as string) as right_batch,
    cast(null as integer) as right_row,
    concat('{"programme": "', s.programme, '", "age": ', r.age, '}') as measures
from spells s
cross join parameters x
join residents r on r.person_id = s.person_id
where s.programme in ('DIBAO', 'TEKUN') and r.age >= x.old_age
    and exists (select 1 from social_insurance n where n.insurance_status = 'RETIRED' or n.pension_fen > 0)
    and not exists (select 1 from drawing i where i.person_id = s.person_id)
    and not exists (select 1 from reported_dead d where d.person_id = s.person_id)
