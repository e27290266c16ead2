-- Dibao and tekun people whose household registration was cancelled for another reason than death.
-- in:  people, spells, cremation
-- out: one row a person; a registration that was restored is none
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    'cremation' as right_source, c.batch as right_batch, c.row as right_row,
    concat('{"programme": "', s.programme, '", "record_kind": "', c.record_kind, '"}') as measures
from spells s
cross join this_month m
join people p on p.person_id = s.person_id
join cremation c on c.token_low = p.token_low and c.token_high = p.token_high
where s.programme in ('DIBAO', 'TEKUN')
    and c.record_kind in ('MISSING', 'MOVED', 'ARMY')
    and (c.cancelled_on is null or c.cancelled_on <= m.last_day)
    and not exists (
        select 1 from cremation w
        where w.token_low = c.token_low and w.token_high = c.token_high
            and (w.record_status = 'WITHDRAWN' or w.record_kind = 'RESTORED' or w.remark = 'RESTORED')
    )
