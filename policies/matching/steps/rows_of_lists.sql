-- The lists of aid row by row, stopped rows left out.
-- in:  dibao, tekun, poverty_register, orphan, disability_subsidy
-- out: source, part (what may name a person once: a list, or one subsidy of one month), batch, row,
--      token_high, token_low, division, household_number
select 'dibao' as source, 'DIBAO' as part, batch, row, token_high, token_low, division, household_number
from dibao
where coalesce(payment_status, 'ACTIVE') <> 'STOPPED'
union all
select 'tekun', 'TEKUN', batch, row, token_high, token_low, division, household_number
from tekun
where coalesce(payment_status, 'ACTIVE') <> 'STOPPED'
union all
select 'poverty_register', 'REGISTER', batch, row, token_high, token_low, division, household_number
from poverty_register
union all
select 'orphan', 'ORPHAN', batch, row, token_high, token_low, division, cast(null as string)
from orphan
where coalesce(payment_status, 'ACTIVE') <> 'STOPPED'
union all
select
    'disability_subsidy', concat('LIVING', coalesce(paid_month, '')), batch, row, token_high, token_low,
    division, cast(null as string)
from disability_subsidy
where living_fen > 0 and coalesce(payment_status, 'ACTIVE') not in ('STOPPED', 'RETURNED')
union all
select
    'disability_subsidy', concat('NURSING', coalesce(paid_month, '')), batch, row, token_high, token_low,
    division, cast(null as string)
from disability_subsidy
where nursing_fen > 0 and coalesce(payment_status, 'ACTIVE') not in ('STOPPED', 'RETURNED')
