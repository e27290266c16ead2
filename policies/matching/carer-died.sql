-- Tekun people whose carer, as the list names him, is reported dead.
-- in:  spells, tekun, cremation
-- out: one row a person
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    'cremation' as right_source, c.batch as right_batch, c.row as right_row,
    concat(
        '{"died_on": "', coalesce(cast(coalesce(c.died_on, c.cremated_on) as string), ''), '"}'
    ) as measures
from spells s
cross join this_month m
join tekun t on t.batch = s.batch and t.row = s.row
join cremation c on c.token_low = t.carer_number_low and c.token_high = t.carer_number_high
where s.programme = 'TEKUN'
    and coalesce(c.died_on, c.cremated_on, m.last_day) <= m.last_day
    and coalesce(c.record_kind, 'DEATH') in ('DEATH', 'DECLARED')
    and not exists (
        select 1 from cremation w
        where w.token_low = c.token_low and w.token_high = c.token_high
            and (w.record_status = 'WITHDRAWN' or w.record_kind = 'RESTORED' or w.remark = 'RESTORED')
    )
