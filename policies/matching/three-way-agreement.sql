-- People who are not alike on the system's lists, in the townships' ledgers and on the list of home checks.
-- in:  spells, people, work_ledger, field_check
-- out: one row a person; a ledger or a check speaks only for the townships and programmes it has rows of, and a
--      check whose result was not filled in says neither that the person is there nor that they are not. Whose
--      household no check names was not visited, which is told as unknown and not as absent
with listed as (
    select
        coalesce(cast(p.person_id as string), concat('number ', w.token_high, ' ', w.token_low)) as who,
        w.aid_kind as programme, 'LEDGER' as side,
        case when coalesce(w.ledger_state, 'STANDING') = 'CLOSED' then 0 else 1 end as there,
        p.person_id, p.household_id, w.token_high, w.token_low, coalesce(w.division, p.division) as division,
        'work_ledger' as source, w.batch, w.row
    from work_ledger w
    left join people p on p.token_low = w.token_low and p.token_high = w.token_high
    where w.aid_kind in ('DIBAO', 'TEKUN')
    union all
    select
        coalesce(cast(p.person_id as string), concat('number ', f.token_high, ' ', f.token_low)) as who,
        f.aid_kind, 'FIELD', case f.check_result when 'PRESENT' then 1 when 'ABSENT' then 0 end,
        p.person_id, p.household_id, f.token_high, f.token_low, coalesce(f.division, p.division),
        'field_check', f.batch, f.row
    from field_check f
    left join people p on p.token_low = f.token_low and p.token_high = f.token_high
    where f.aid_kind in ('DIBAO', 'TEKUN')
    union all
    select
        cast(s.person_id as string), s.programme, 'SYSTEM', 1, s.person_id, s.household_id, s.token_high,
        s.token_low, s.division, s.source, s.batch, s.row
    from spells s
    where s.programme in ('DIBAO', 'TEKUN')
),
spoken as (
    select distinct side, programme, substring(division, 1, 9) as township
    from listed
    where side <> 'SYSTEM'
),
visited as (
    select distinct household_id from listed where side = 'FIELD' and household_id is not null
),
ordered as (
    select
        l.*,
        row_number() over (
            partition by who, programme
            order by case side when 'SYSTEM' then 1 when 'LEDGER' then 2 else 3 end, there desc, batch, row
        ) as place
    from listed l
),
judged as (
    select
        who, programme,
        max(case when side = 'SYSTEM' then 1 else 0 end) as in_system,
        max(case when side = 'LEDGER' then there else 0 end) as in_ledger,
        max(case when side = 'FIELD' then there else 0 end) as in_field,
        max(case when side = 'FIELD' and there is null then 1 else 0 end) as unsaid,
        max(case when side = 'FIELD' then 1 else 0 end) as looked
    from listed
    group by who, programme
),
sides as (
    select
        o.*, j.in_system, j.in_ledger, j.in_field,
        case when a.township is not null and j.in_ledger = 0 then 1 else 0 end as off_ledger,
        case
            when b.township is not null and j.in_field = 0 and j.unsaid = 0
                and (j.looked = 1 or v.household_id is not null) then 1
            else 0
        end as off_field,
        case when a.township is null and j.in_ledger = 0 then 1 else 0 end as no_ledger,
        case when b.township is not null and j.looked = 0 and v.household_id is null then 1 else 0 end as unvisited
    from judged j
    join ordered o on o.who = j.who and o.programme = j.programme and o.place = 1
    left join spoken a
        on a.side = 'LEDGER' and a.programme = j.programme and a.township = substring(o.division, 1, 9)
    left join spoken b
        on b.side = 'FIELD' and b.programme = j.programme and b.township = substring(o.division, 1, 9)
    left join visited v on v.household_id = o.household_id
),
named as (
    select
        s.*,
        case
            when in_system = 1 and off_ledger = 1 and off_field = 1 then 'SYSTEM_ONLY'
            when in_system = 1 and off_ledger = 1 and in_field = 1 then 'LEDGER_MISSING'
            when in_system = 1 and off_ledger = 1 then 'LEDGER_MISSING_FIELD_UNKNOWN'
            when in_system = 1 and off_field = 1 and no_ledger = 1 then 'FIELD_MISSING_LEDGER_UNKNOWN'
            when in_system = 1 and off_field = 1 then 'FIELD_MISSING'
            when in_system = 1 and unvisited = 1 then 'FIELD_UNKNOWN'
            when in_system = 0 and in_ledger = 1 and off_field = 1 then 'LEDGER_ONLY'
            when in_system = 0 and in_ledger = 1 and in_field = 1 then 'SYSTEM_MISSING'
            when in_system = 0 and in_ledger = 1 then 'SYSTEM_MISSING_FIELD_UNKNOWN'
            when in_system = 0 and in_field = 1 and no_ledger = 1 then 'SYSTEM_MISSING_LEDGER_UNKNOWN'
            when in_system = 0 and in_field = 1 then 'FIELD_ONLY'
        end as difference
    from sides s
)
select
    'person' as subject_kind, n.token_high as subject_high, n.token_low as subject_low,
    n.household_id, n.division,
    n.source as left_source, n.batch as left_batch, n.row as left_row,
    o.source as right_source, o.batch as right_batch, o.row as right_row,
    concat('{"programme": "', n.programme, '", "difference": "', n.difference, '"}') as measures
from named n
left join ordered o on o.who = n.who and o.programme = n.programme and o.place = 2
where n.difference is not null
