-- People whose living or nursing subsidy is less than the local standard; a standard of 0 is not set.
-- in:  spells, disability_subsidy
-- out: one row a person, the component that falls shortest
with due as (
    select
        s.*, s.amount_fen as paid_fen,
        case
            when s.programme = 'DISABILITY_LIVING' then x.living_fen
            when d.disability_level = 1 then x.nursing_first_fen
            when d.disability_level = 2 then x.nursing_second_fen
            else 0
        end as standard_fen
    from spells s
    cross join parameters x
    join disability_subsidy d on d.batch = s.batch and d.row = s.row
    where s.programme in ('DISABILITY_LIVING', 'DISABILITY_NURSING') and s.amount_fen is not null
),
ranked as (
    select
        due.*,
        row_number() over (
            partition by person_id order by standard_fen - paid_fen desc, programme, batch, row
        ) as place
    from due
    where paid_fen < standard_fen
)
select
    'person' as subject_kind, r.token_high as subject_high, r.token_low as subject_low,
    r.household_id, r.division,
    r.source as left_source, r.batch as left_batch, r.row as left_row,
    cast(null as string) as right_source, cast(null as string) as right_batch,
    cast(null as integer) as right_row,
    concat(
        '{"component": "', case when r.programme = 'DISABILITY_LIVING' then 'LIVING' else 'NURSING' end,
        '", "standard_fen": ', r.standard_fen, ', "paid_fen": ', r.paid_fen,
        ', "short_fen": ', r.standard_fen - r.paid_fen, '}'
    ) as measures
from ranked r
where r.place = 1
