-- with: reported_dead, jobless, net_bills
-- People who left dibao within the year and fell ill, lost their work or became disabled within the month.
-- in:  people, spells, dibao, dibao_year, dibao_last_year, medical_selfpay, employment, disability_certificate,
--      cremation
-- out: one row a person, the last record on dibao
with earlier as (
    select batch, row, period, token_high, token_low, division from dibao_year
    union all
    select batch, row, period, token_high, token_low, division from dibao_last_year
),
former as (
    select
        p.person_id, p.household_id, e.batch, e.row, e.period, e.token_high, e.token_low, e.division,
        row_number() over (partition by p.person_id order by e.period desc, e.batch, e.row) as place
    from earlier e
    join people p on p.token_low = e.token_low and p.token_high = e.token_high
    where not exists (
            select 1 from spells a where a.person_id = p.person_id and a.programme in ('DIBAO', 'TEKUN')
        )
        and not exists (
            select 1 from dibao n where n.token_low = e.token_low and n.token_high = e.token_high
        )
        and not exists (select 1 from reported_dead d where d.person_id = p.person_id)
),
spent as (
    select p.person_id, cast(sum(b.self_pay_fen) as bigint) as fen
    from net_bills b
    join people p on p.token_low = b.token_low and p.token_high = b.token_high
    where b.visit_kind = 'INPATIENT'
    group by p.person_id
),
out_of_work as (
    select distinct j.person_id
    from jobless j
    cross join this_month m
    where j.since >= m.first_day
),
newly_disabled as (
    select distinct p.person_id
    from disability_certificate c
    cross join this_month m
    join people p on p.token_low = c.token_low and p.token_high = c.token_high
    where coalesce(c.certificate_status, 'VALID') = 'VALID'
        and coalesce(c.first_issued_on, c.issued_on) >= m.first_day
        and coalesce(c.first_issued_on, c.issued_on) <= m.last_day
        and (c.first_issued_on is not null or c.issue_kind = 'NEW')
)
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    'dibao' as left_source, s.batch as left_batch, s.row as left_row,
    cast(null as string) as right_source, cast(null as string) as right_batch,
    cast(null as integer) as right_row,
    concat(
        '{"last_period": "', s.period, '", "self_pay_fen": ', coalesce(b.fen, 0), ', "jobless": "',
        case when j.person_id is null then 'NO' else 'YES' end, '", "disabled": "',
        case when c.person_id is null then 'NO' else 'YES' end, '"}'
    ) as measures
from former s
cross join parameters x
left join spent b on b.person_id = s.person_id
left join out_of_work j on j.person_id = s.person_id
left join newly_disabled c on c.person_id = s.person_id
where s.place = 1
    and (b.fen >= x.bill_fen or j.person_id is not null or c.person_id is not null)
