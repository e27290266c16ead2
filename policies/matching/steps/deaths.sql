-- Every record of a death that stands, on the month's last day or before it.
-- in:  cremation_ever
-- out: token_high, token_low, name_key, division, batch, row, died_on (unknown where only the day of striking off is);
--      who moved away, joined the army or was struck off twice is not dead, and a record that any list takes
--      back (恢复户口) is none
select
    c.token_high, c.token_low, c.name_key, c.division, c.batch, c.row,
    case
        when c.died_on <= c.cremated_on then c.died_on
        else coalesce(c.died_on, c.cremated_on)
    end as died_on
from cremation_ever c
cross join this_month m
where coalesce(c.record_kind, 'DEATH') in ('DEATH', 'DECLARED')
    and coalesce(c.record_status, 'STANDING') = 'STANDING'
    and coalesce(c.died_on, c.cremated_on, c.cancelled_on, m.last_day) <= m.last_day
    and not exists (
        select 1 from cremation_ever r
        where r.token_low = c.token_low and r.token_high = c.token_high
            and (r.record_kind = 'RESTORED' or r.record_status = 'WITHDRAWN' or r.remark = 'RESTORED')
    )
