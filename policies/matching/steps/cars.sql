-- Cars and lorries that belong to somebody at the month's end.
-- in:  vehicle
-- out: token_high, token_low, batch, row, registered_on, thing (what makes two records the same car), standing
--      (UNSAID where neither a status nor a day tells whether it still belongs); one
--      sold or scrapped after the month still belongs, one registered after it does not yet; where no status
--      is said a day of transfer is the day it went
select
    v.token_high, v.token_low, v.batch, v.row, v.registered_on,
    case
        when v.vin_low is not null then concat('v', v.vin_high, '/', v.vin_low)
        when v.plate_low is not null then concat('p', v.plate_high, '/', v.plate_low)
        else concat(v.token_low, v.vehicle_kind, coalesce(cast(v.registered_on as string), ''))
    end as thing,
    case
        when v.vehicle_status is null and v.scrapped_on is null and v.transferred_on is null then 'UNSAID'
        else 'SAID'
    end as standing
from vehicle v
cross join this_month m
where v.vehicle_kind in ('CAR', 'TRUCK')
    and (v.registered_on is null or v.registered_on <= m.last_day)
    and case
        when v.vehicle_status = 'SCRAPPED' then v.scrapped_on > m.last_day
        when v.vehicle_status = 'TRANSFERRED' then v.transferred_on > m.last_day
        when v.vehicle_status = 'NORMAL' then v.transferred_on is null or v.transferred_on <= m.last_day
        else coalesce(v.scrapped_on > m.last_day, true) and coalesce(v.transferred_on > m.last_day, true)
    end
