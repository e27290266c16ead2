-- with: residents, reported_dead, jobless, net_bills
-- Lifted households that met at least two of illness, a new disability, loss of work and death of a worker
-- within the month.
-- in:  people, spells, poverty_register, medical_selfpay, disability_certificate, employment, deaths
-- out: one row a household; renewed certificates are not new
with lifted as (
    select s.*
    from spells s
    cross join this_month m
    join poverty_register r on r.batch = s.batch and r.row = s.row
    where s.programme = 'POVERTY_REGISTER' and s.household_id is not null
        and (s.category = 'LIFTED' or r.removed_on <= m.last_day)
),
spent as (
    select r.household_id, cast(sum(b.self_pay_fen) as bigint) as fen
    from net_bills b
    join people p on p.token_low = b.token_low and p.token_high = b.token_high
    join residents r on r.person_id = p.person_id
    where b.visit_kind = 'INPATIENT'
    group by r.household_id
),
certificates as (
    select r.household_id, count(distinct p.person_id) as people
    from disability_certificate c
    cross join this_month m
    join people p on p.token_low = c.token_low and p.token_high = c.token_high
    join residents r on r.person_id = p.person_id
    where coalesce(c.certificate_status, 'VALID') = 'VALID'
        and coalesce(c.first_issued_on, c.issued_on) >= m.first_day
        and coalesce(c.first_issued_on, c.issued_on) <= m.last_day
        and (c.first_issued_on is not null or c.issue_kind = 'NEW')
    group by r.household_id
),
out_of_work as (
    select r.household_id, count(distinct j.person_id) as people
    from jobless j
    cross join this_month m
    join residents r on r.person_id = j.person_id
    where j.since >= m.first_day
    group by r.household_id
),
bereaved as (
    select r.household_id, count(*) as people
    from reported_dead d
    cross join this_month m
    cross join parameters x
    join residents r on r.person_id = d.person_id
    where d.died_on >= m.first_day and r.age >= x.adult_age and r.age < x.old_age
    group by r.household_id
),
weighed as (
    select distinct
        l.household_id, coalesce(b.fen, 0) as fen, coalesce(c.people, 0) as certificates,
        coalesce(j.people, 0) as jobless, coalesce(d.people, 0) as deaths,
        case when b.fen >= x.bill_fen then 1 else 0 end
        + case when c.people > 0 then 1 else 0 end
        + case when j.people > 0 then 1 else 0 end
        + case when d.people > 0 then 1 else 0 end as shocks
    from lifted l
    cross join parameters x
    left join spent b on b.household_id = l.household_id
    left join certificates c on c.household_id = l.household_id
    left join out_of_work j on j.household_id = l.household_id
    left join bereaved d on d.household_id = l.household_id
)
select
    case when s.household_id is null then 'person' else 'household' end as subject_kind,
    case when s.household_id is null then s.token_high end as subject_high,
    case when s.household_id is null then s.token_low end as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    cast(null as string) as right_source, cast(null as string) as right_batch,
    cast(null as integer) as right_row,
    concat(
        '{"shocks": ', w.shocks, ', "self_pay_fen": ', w.fen, ', "certificates": ', w.certificates,
        ', "jobless": ', w.jobless, ', "deaths": ', w.deaths, '}'
    ) as measures
from weighed w
cross join parameters x
join lifted s on s.household_id = w.household_id
where w.shocks >= x.shocks
