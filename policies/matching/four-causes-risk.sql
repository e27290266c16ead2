-- with: bills, in_school, standing_certificates
-- People on our lists pressed by bills, school fees, a new disability or lost work, weighed together.
-- in:  spells, people, bills, in_school, student, standing_certificates, employment
-- out: one row a person, on whose side most is paid beside the record that weighs most; who found work again
--      is not out of work, a certificate renewed is not new, and who left school pays no fees
with listed as (
    select
        s.*,
        row_number() over (
            partition by s.person_id
            order by case s.programme when 'POVERTY_REGISTER' then 1 when 'DIBAO' then 2 else 3 end, s.batch, s.row
        ) as nth
    from spells s
    where s.programme in ('POVERTY_REGISTER', 'DIBAO', 'TEKUN')
),
paid as (
    select p.person_id, cast(sum(b.self_pay_fen) as bigint) as self_pay_fen, min(b.batch) as batch
    from bills b
    join people p on p.token_low = b.token_low and p.token_high = b.token_high
    group by p.person_id
),
fees as (
    select p.person_id, max(t.tuition_fen) as tuition_fen
    from student t
    join in_school i on i.token_low = t.token_low and i.token_high = t.token_high and i.is_said = 1
    join people p on p.token_low = t.token_low and p.token_high = t.token_high
    group by p.person_id
),
schooled as (
    select
        p.person_id, t.batch, t.row,
        row_number() over (partition by p.person_id order by t.tuition_fen desc, t.batch, t.row) as nth
    from student t
    join people p on p.token_low = t.token_low and p.token_high = t.token_high
    where t.tuition_fen is not null
),
certified as (
    select
        p.person_id, c.batch, c.row,
        row_number() over (partition by p.person_id order by c.disability_level, c.batch, c.row) as nth
    from standing_certificates c
    cross join this_month m
    cross join parameters x
    join people p on p.token_low = c.token_low and p.token_high = c.token_high
    where c.disability_level <= x.disability_level
        and coalesce(c.first_issued_on, c.issued_on) >= m.year_first_day
        and coalesce(c.first_issued_on, c.issued_on) <= m.last_day
        and (c.first_issued_on is not null or c.issue_kind in ('NEW', 'CHANGED'))
),
registered as (
    select
        p.person_id, e.employment_kind, e.batch, e.row, e.lost_reason,
        coalesce(e.unemployed_on, e.registered_on) as lost_on,
        coalesce(e.employed_on, e.registered_on) as hired_on
    from employment e
    join people p on p.token_low = e.token_low and p.token_high = e.token_high
    where coalesce(e.registration_state, 'CURRENT') = 'CURRENT'
),
out_of_work as (
    select
        r.person_id, r.batch, r.row,
        row_number() over (partition by r.person_id order by r.lost_on desc, r.batch, r.row) as nth
    from registered r
    cross join this_month m
    where r.employment_kind = 'UNEMPLOYED' and coalesce(r.lost_reason, 'OTHER') not in ('REEMPLOYED', 'DEATH')
        and coalesce(r.lost_on <= m.last_day, true)
        and not exists (
            select 1 from registered h
            where h.person_id = r.person_id and h.employment_kind = 'EMPLOYED'
                and h.hired_on > r.lost_on and h.hired_on <= m.last_day
        )
),
pressed as (
    select
        l.*, coalesce(b.self_pay_fen, 0) as paid_fen, f.tuition_fen as fees_fen,
        case when b.self_pay_fen >= x.self_pay_fen then 1 else 0 end as ill,
        case when f.tuition_fen >= x.tuition_fen then 1 else 0 end as study,
        case when c.person_id is not null then 1 else 0 end as disabled,
        case when j.person_id is not null then 1 else 0 end as jobless,
        c.batch as certificate_batch, c.row as certificate_row, j.batch as work_batch, j.row as work_row
    from listed l
    cross join parameters x
    left join paid b on b.person_id = l.person_id
    left join fees f on f.person_id = l.person_id
    left join certified c on c.person_id = l.person_id and c.nth = 1
    left join out_of_work j on j.person_id = l.person_id and j.nth = 1
    where l.nth = 1
),
scored as (
    select
        p.*,
        p.ill * x.illness_points + p.study * x.study_points + p.disabled * x.disability_points
        + p.jobless * x.jobless_points as score
    from pressed p
    cross join parameters x
),
dearest as (
    select
        p.person_id, b.batch, b.row,
        row_number() over (partition by p.person_id order by b.self_pay_fen desc, b.batch, b.row) as nth
    from bills b
    join people p on p.token_low = b.token_low and p.token_high = b.token_high
)
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    case
        when s.ill = 1 then 'medical_selfpay' when s.disabled = 1 then 'disability_certificate'
        when s.study = 1 then 'student' else 'employment'
    end as right_source,
    case
        when s.ill = 1 then d.batch when s.disabled = 1 then s.certificate_batch
        when s.study = 1 then t.batch else s.work_batch
    end as right_batch,
    case
        when s.ill = 1 then d.row when s.disabled = 1 then s.certificate_row
        when s.study = 1 then t.row else s.work_row
    end as right_row,
    concat(
        '{"score": ', s.score, ', "band": "',
        case when s.ill + s.study + s.disabled + s.jobless > 1 then 'SEVERAL' else 'SINGLE' end,
        '", "causes": "',
        substring(
            concat(
                case when s.ill = 1 then '_ILL' else '' end, case when s.study = 1 then '_STUDY' else '' end,
                case when s.disabled = 1 then '_DISABLED' else '' end,
                case when s.jobless = 1 then '_JOBLESS' else '' end
            ), 2, 60
        ),
        '", "self_pay_fen": ', s.paid_fen, ', "tuition_fen": ',
        coalesce(cast(s.fees_fen as string), '"UNSAID"'), '}'
    ) as measures
from scored s
cross join parameters x
left join dearest d on d.person_id = s.person_id and d.nth = 1
left join schooled t on t.person_id = s.person_id and t.nth = 1
where s.score >= x.least_score
