-- with: deaths
-- Lifted households that met at least two of illness, a new disability, loss of work and death of a worker
-- within the month.
-- in:  people, spells, poverty_register, medical_selfpay, disability_certificate, employment, deaths
-- out: one row a household; renewed certificates are not new
with residents as (
    select
        person_id, max(household_id) as household_id, max(division) as division, max(age) as age
    from people
    group by person_id
),
reported_dead as (
    select p.person_id, min(c.died_on) as died_on
    from deaths c
    join people p on p.token_low = c.token_low and p.token_high = c.token_high
    group by p.person_id
),
jobless as (
    select
        p.person_id, e.batch, e.row, coalesce(e.unemployed_on, e.registered_on) as since,
        coalesce(e.benefit_fen, 0) as benefit_fen,
        row_number() over (
            partition by p.person_id
            order by coalesce(e.unemployed_on, e.registered_on) desc, e.batch, e.row
        ) as place
    from employment e
    cross join this_month m
    join people p on p.token_low = e.token_low and p.token_high = e.token_high
    where e.employment_kind = 'UNEMPLOYED' and coalesce(e.registration_state, 'CURRENT') = 'CURRENT'
        and (e.ended_on is null or e.ended_on > m.last_day)
        and coalesce(e.unemployed_on, e.registered_on) <= m.last_day
        and not exists (
            select 1 from employment w
            where w.token_low = e.token_low and w.token_high = e.token_high
                and w.employment_kind = 'EMPLOYED'
                and coalesce(w.registration_state, 'CURRENT') = 'CURRENT'
                and (w.ended_on is null or w.ended_on > m.last_day)
                and coalesce(w.employed_on, w.registered_on)
                    >= coalesce(e.unemployed_on, e.registered_on)
        )
),
net_bills as (
    select distinct
        b.token_high, b.token_low, b.settled_on, b.visit_kind, b.total_fen, b.self_pay_fen,
        b.settlement_number_high, b.settlement_number_low
    from medical_selfpay b
    cross join this_month m
    where b.self_pay_fen <> 0 and b.reversed_number_low is null
        and coalesce(b.settled_on, m.last_day) >= m.first_day
        and coalesce(b.settled_on, m.last_day) <= m.last_day
        and not exists (
            select 1 from medical_selfpay r
            where r.reversed_number_low = b.settlement_number_low
                and r.reversed_number_high = b.settlement_number_high
        )
        and not (
            b.self_pay_fen > 0
            and (coalesce(b.bill_status, 'NORMAL') = 'REVERSED' or coalesce(b.remark, '') = 'REFUND')
        )
        and not (
            b.self_pay_fen < 0
            and exists (
                select 1 from medical_selfpay r
                where r.token_low = b.token_low and r.token_high = b.token_high
                    and r.self_pay_fen = -b.self_pay_fen
                    and (r.bill_status = 'REVERSED' or r.remark = 'REFUND')
            )
        )
),
lifted as (
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
        and coalesce(c.issue_kind, 'NEW') = 'NEW'
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
