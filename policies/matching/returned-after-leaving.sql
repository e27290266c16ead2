-- People on the dibao list whom the last list left out and an earlier list of the year had.
-- in:  spells, people, dibao, dibao_previous, dibao_year
-- out: one row a person, beside the last record before the break
with earlier as (
    select
        p.person_id, d.batch, d.row, d.period,
        row_number() over (partition by p.person_id order by d.period desc, d.batch, d.row) as place
    from dibao_year d
    join people p on p.token_low = d.token_low and p.token_high = d.token_high
    where d.period < (select min(period) from dibao_previous)
),
last_time as (
    select distinct p.person_id
    from dibao_previous d
    join people p on p.token_low = d.token_low and p.token_high = d.token_high
)
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    'dibao' as right_source, e.batch as right_batch, e.row as right_row,
    concat('{"last_period": "', e.period, '"}') as measures
from spells s
join dibao d on d.batch = s.batch and d.row = s.row
join earlier e on e.person_id = s.person_id and e.place = 1
where s.programme = 'DIBAO'
    and not exists (select 1 from last_time l where l.person_id = s.person_id)
