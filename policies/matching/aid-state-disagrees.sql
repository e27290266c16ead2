-- People of whom the register says other aid than the lists of aid do.
-- in:  spells, poverty_register
-- out: one row a person; what the register does not say is not compared
with aid as (
    select
        s.*,
        row_number() over (
            partition by s.person_id order by case s.programme when 'TEKUN' then 1 else 2 end, s.batch, s.row
        ) as place
    from spells s
    where s.programme in ('DIBAO', 'TEKUN')
)
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    a.source as right_source, a.batch as right_batch, a.row as right_row,
    concat(
        '{"aid_state": "', r.aid_state, '", "aid": "', coalesce(a.programme, 'NONE'), '"}'
    ) as measures
from spells s
cross join this_month m
join poverty_register r on r.batch = s.batch and r.row = s.row
left join aid a on a.person_id = s.person_id and a.place = 1
where s.programme = 'POVERTY_REGISTER' and (r.removed_on is null or r.removed_on > m.last_day)
    and r.aid_state in ('DIBAO', 'TEKUN', 'NONE')
    and not exists (
        select 1 from aid o where o.person_id = s.person_id and o.programme = r.aid_state
    )
    and not (r.aid_state = 'NONE' and a.person_id is null)
