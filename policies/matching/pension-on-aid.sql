-- Dibao and tekun people who draw an employee's pension in the month.
-- in:  spells, people, social_insurance
-- out: one row a person; what survivors, residents or farmers without land are paid is no employee's pension
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    'social_insurance' as right_source, i.batch as right_batch, i.row as right_row,
    concat(
        '{"programme": "', s.programme, '", "pension_fen": ',
        coalesce(cast(i.pension_fen as string), '"UNKNOWN"'), '}'
    ) as measures
from spells s
cross join this_month m
join people p on p.person_id = s.person_id
join social_insurance i on i.token_low = p.token_low and i.token_high = p.token_high
where s.programme in ('DIBAO', 'TEKUN')
    and coalesce(i.pension_kind, i.insurance_kind) in ('EMPLOYEE', 'OFFICE', 'ILLNESS')
    and coalesce(i.insurance_kind, 'EMPLOYEE') <> 'RESIDENT'
    and i.insurance_status = 'RETIRED'
    and (i.stopped_on is null or i.stopped_on > m.last_day)
    and (i.pension_from is null or i.pension_from <= m.period)
