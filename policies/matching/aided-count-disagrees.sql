-- Dibao households of which the list states another number of people on aid than it names.
-- in:  spells, dibao
-- out: one row a household (a person where no household is known); a list that names only heads says nothing
with counted as (
    select
        batch, household_number, max(aided_count) as stated, min(aided_count) as least, min(row) as row,
        count(distinct concat(token_high, '/', token_low)) as listed
    from dibao
    where household_number is not null
    group by batch, household_number
),
telling as (
    select batch from counted group by batch having max(listed) > 1
)
select
    case when s.household_id is null then 'person' else 'household' end as subject_kind,
    case when s.household_id is null then s.token_high end as subject_high,
    case when s.household_id is null then s.token_low end as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    cast(null as string) as right_source, cast(null as string) as right_batch,
    cast(null as integer) as right_row,
    concat('{"stated": ', c.stated, ', "listed": ', c.listed, '}') as measures
from counted c
join telling b on b.batch = c.batch
join spells s on s.batch = c.batch and s.row = c.row and s.programme = 'DIBAO'
where c.stated = c.least and c.stated <> c.listed
