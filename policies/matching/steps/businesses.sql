-- Live businesses that somebody heads or owns at the month's end.
-- in:  company, parameters (stall_capital_fen)
-- out: token_high, token_low, batch, row, founded_on, capital_fen (unknown where not told), thing (what makes two
--      records the same business), standing (UNSAID where neither a status nor a day tells whether it is alive);
--      a stall or a family farm counts from a certain capital up, a cooperative for its head and not
--      for its members, what belongs to the
--      village or is a branch of another business for nobody
select
    v.token_high, v.token_low, v.batch, v.row, v.founded_on, v.capital_fen,
    case
        when v.company_code_low is not null then concat('c', v.company_code_high, '/', v.company_code_low)
        else concat(coalesce(v.capital_fen, 0), '/', coalesce(cast(v.founded_on as string), ''))
    end as thing,
    case when v.company_status is null and v.cancelled_on is null then 'UNSAID' else 'SAID' end as standing
from company v
cross join this_month m
cross join parameters x
where (v.founded_on is null or v.founded_on <= m.last_day)
    and case
        when v.company_status = 'CANCELLED' then v.cancelled_on > m.last_day
        else v.cancelled_on is null or v.cancelled_on > m.last_day or v.company_status = 'ACTIVE'
    end
    and case
        when coalesce(v.company_role, '') in ('MEMBER', 'OFFICER') then false
        when v.company_kind in ('COLLECTIVE', 'BRANCH') then false
        when v.company_kind in ('SELF_EMPLOYED', 'FARM') or v.company_role = 'SELF_EMPLOYED'
            then v.capital_fen >= x.stall_capital_fen
        when v.company_kind = 'COOPERATIVE' then v.company_role = 'LEGAL_REP'
        when v.company_role in ('LEGAL_REP', 'SHAREHOLDER') then true
        when v.company_kind in ('LIMITED', 'STOCK', 'SOLE', 'PARTNERSHIP') then v.company_role is null
        else v.capital_fen >= x.stall_capital_fen
    end
