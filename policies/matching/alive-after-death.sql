-- with: reported_dead
-- People on a list of aid who are reported dead and who signed on for work, registered a vehicle or, long
-- afterwards, settled a hospital bill since: either the report or the other record is another person's.
-- in:  spells, people, deaths, employment, vehicle, medical_selfpay_year
-- out: one row a person, beside the latest record
with traces as (
    select 'employment' as source, batch, row, token_high, token_low, registered_on as seen_on, 0 as bill
    from employment
    union all
    select 'vehicle', batch, row, token_high, token_low, registered_on, 0
    from vehicle
    union all
    select 'medical_selfpay', batch, row, token_high, token_low, settled_on, 1
    from medical_selfpay_year
    where self_pay_fen > 0 and coalesce(bill_status, 'NORMAL') <> 'REVERSED'
        and coalesce(remark, '') <> 'REFUND'
),
later as (
    select
        d.person_id, d.died_on, t.source, t.batch, t.row, t.seen_on,
        row_number() over (partition by d.person_id order by t.seen_on desc, t.source, t.batch, t.row) as place
    from reported_dead d
    cross join this_month m
    cross join parameters x
    join people p on p.person_id = d.person_id
    join traces t on t.token_low = p.token_low and t.token_high = p.token_high
    where t.seen_on > d.died_on and t.seen_on <= m.last_day
        and (
            t.bill = 0
            or (extract(year from t.seen_on) - extract(year from d.died_on)) * 12
                + extract(month from t.seen_on) - extract(month from d.died_on) >= x.bill_months
        )
)
select
    'person' as subject_kind, c.token_high as subject_high, c.token_low as subject_low,
    p.household_id, p.division,
    'cremation' as left_source, c.batch as left_batch, c.row as left_row,
    l.source as right_source, l.batch as right_batch, l.row as right_row,
    concat(
        '{"died_on": "', cast(l.died_on as string), '", "seen_on": "', cast(l.seen_on as string), '"}'
    ) as measures
from later l
join people p on p.person_id = l.person_id
join cremation_ever c on c.token_low = p.token_low and c.token_high = p.token_high
where l.place = 1
    and exists (select 1 from spells s where s.person_id = l.person_id)
