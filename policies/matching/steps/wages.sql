-- Records of somebody whom an employer insures or pays housing fund for in the month.
-- in:  social_insurance, housing_fund
-- out: thing_source, batch, row, token_high, token_low, base_fen; who pays in alone or has it paid by the
--      public is no employee, nor is who was taken off before the month or put on after it
select 'social_insurance' as thing_source, i.batch, i.row, i.token_high, i.token_low, i.base_fen
from social_insurance i
cross join this_month m
where i.insurance_kind = 'EMPLOYEE' and i.insurance_status = 'PAYING'
    and coalesce(i.pay_way, 'UNIT') = 'UNIT'
    and (i.insured_on is null or i.insured_on <= m.last_day)
    and (i.stopped_on is null or i.stopped_on > m.last_day)
union all
select 'housing_fund', f.batch, f.row, f.token_high, f.token_low, f.base_fen
from housing_fund f
cross join this_month m
where f.fund_status = 'ACTIVE'
    and (f.opened_on is null or f.opened_on <= m.last_day)
    and (f.sealed_on is null or f.sealed_on > m.last_day)
