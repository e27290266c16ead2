-- with: standing_certificates
-- One-person dibao households whose member may be unable to work as the tekun rules define it.
-- in:  spells, people, dibao, standing_certificates
-- out: one row a person, beside the certificate that says so; who signed to stay on dibao, has an obligor able
--      to support them, or lives in a larger family of which one alone is on dibao is no candidate, what the
--      list does not say remains to be checked; nor is whoever the list names in one household with others;
--      where the dibao list is silent about the ability to work, what the other registers say counts
with listed_with_others as (
    select batch, household_number
    from dibao
    where household_number is not null
    group by batch, household_number
    having min(token_low) <> max(token_low)
),
unable as (
    select person_id
    from spells
    where programme <> 'DIBAO' and labour is not null and labour <> ''
    group by person_id
    having min(labour) = 'NONE' and max(labour) = 'NONE'
),
single as (
    select household_id
    from spells
    where programme = 'DIBAO' and household_id is not null
    group by household_id
    having count(distinct person_id) = 1
),
certified as (
    select
        p.person_id, c.batch, c.row,
        row_number() over (partition by p.person_id order by c.disability_level, c.batch, c.row) as place
    from standing_certificates c
    cross join parameters x
    join people p on p.token_low = c.token_low and p.token_high = c.token_high
    where (c.disability_kind in (5, 6) and c.disability_level <= x.mind_level)
        or (c.disability_kind = 4 and c.disability_level <= x.limb_level)
        or (c.disability_kind = 1 and c.disability_level <= x.sight_level)
),
candidates as (
    select
        s.*, p.age, c.batch as certificate_batch, c.row as certificate_row,
        case
            when p.age >= x.old_age then 'AGE'
            when p.age < x.minor_age then 'MINOR'
            when c.person_id is not null then 'DISABILITY'
            when s.labour = 'NONE' then 'LABOUR'
            when coalesce(s.labour, '') = '' and u.person_id is not null then 'LABOUR'
        end as reason
    from spells s
    cross join parameters x
    join single h on h.household_id = s.household_id
    join people p
        on p.token_low = s.token_low and p.token_high = s.token_high and p.person_id = s.person_id
    left join certified c on c.person_id = s.person_id and c.place = 1
    left join unable u on u.person_id = s.person_id
    left join dibao d on d.batch = s.batch and d.row = s.row
    where s.programme = 'DIBAO'
        and coalesce(d.voluntary, 'NO') <> 'YES'
        and coalesce(d.remark, '') <> 'VOLUNTARY'
        and coalesce(d.obligor_capacity, 'NONE') <> 'ABLE'
        and coalesce(d.family_size, 1) <= 1
        and not exists (
            select 1 from listed_with_others w
            where w.batch = d.batch and w.household_number = d.household_number
        )
        and not exists (
            select 1 from spells t where t.person_id = s.person_id and t.programme = 'TEKUN'
        )
)
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    case when s.certificate_batch is not null then 'disability_certificate' end as right_source,
    s.certificate_batch as right_batch, s.certificate_row as right_row,
    concat('{"reason": "', s.reason, '", "age": ', s.age, '}') as measures
from candidates s
where s.reason is not null
