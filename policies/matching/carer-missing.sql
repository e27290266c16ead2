-- with: reported_dead
-- Tekun people at home who need care and for whom the list names no carer, though it names carers of others;
-- a carer may be named without a number.
-- in:  spells, tekun, deaths
-- out: one row a person
with telling as (
    select distinct batch from tekun where carer_number_low is not null or carer_name_low is not null
)
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    cast(null as string) as right_source, cast(null as string) as right_batch,
    cast(null as integer) as right_row,
    '{}' as measures
from spells s
join tekun t on t.batch = s.batch and t.row = s.row
join telling b on b.batch = t.batch
where s.programme = 'TEKUN' and s.category = 'DISPERSED' and t.carer_number_low is null
    and t.carer_name_low is null
    and (
        t.selfcare in ('PARTIAL', 'NONE')
        or (t.selfcare is null and t.care_level in ('HALF_CARE', 'FULL_CARE'))
    )
    and not exists (select 1 from reported_dead d where d.person_id = s.person_id)
