-- Dwellings that belong to somebody at the month's end.
-- in:  real_estate
-- out: token_high, token_low, batch, row, registered_on, thing (what makes two records the same flat: the
--      unit number, else place, building, room and area, else certificate, else area and day), standing (UNSAID
--      where neither a status nor a day tells whether it still belongs); a pledge or a
--      seizure is a record of the same flat and counts only where its unit number says of which; one sold
--      after the month still belongs, one registered after it does not yet; where no status is said a day of
--      transfer is the day it went
select
    v.token_high, v.token_low, v.batch, v.row, v.registered_on,
    case
        when v.unit_number_low is not null then concat('u', v.unit_number_high, '/', v.unit_number_low)
        when v.address_low is not null then concat(
            'a', v.address_high, '/', v.address_low, '/', coalesce(v.building_low, 0), '/',
            coalesce(v.room_low, 0), '/', coalesce(v.area_m2, 0)
        )
        when v.building_low is not null and v.room_low is not null then concat(
            'b', coalesce(v.compound_low, 0), '/', v.building_low, '/', v.room_low
        )
        when v.property_number_low is not null then concat(
            'c', v.property_number_high, '/', v.property_number_low
        )
        else concat(coalesce(v.area_m2, 0), '/', coalesce(cast(v.registered_on as string), ''))
    end as thing,
    case
        when v.registration_status is null and v.cancelled_on is null and v.transferred_on is null then 'UNSAID'
        else 'SAID'
    end as standing
from real_estate v
cross join this_month m
where v.use = 'RESIDENTIAL'
    and (v.registered_on is null or v.registered_on <= m.last_day)
    and coalesce(v.registration_kind, 'FIRST') not in ('CANCEL', 'NOTICE')
    and (
        coalesce(v.registration_kind, 'FIRST') not in ('MORTGAGE', 'SEIZE') or v.unit_number_low is not null
    )
    and case
        when v.registration_status = 'HISTORY' then coalesce(v.transferred_on, v.cancelled_on) > m.last_day
        when v.registration_status = 'PENDING' then false
        when v.registration_status = 'CURRENT' then v.transferred_on is null or v.transferred_on <= m.last_day
        else coalesce(v.cancelled_on > m.last_day, true) and coalesce(v.transferred_on > m.last_day, true)
    end
