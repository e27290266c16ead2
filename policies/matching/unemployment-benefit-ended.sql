-- with: jobless
-- Dibao people and people of the register whose unemployment benefit ended and who are still out of work.
-- in:  people, spells, employment, employment_previous
-- out: one row a person, both records; a list that never tells a benefit does not say that it ended
with drawn as (
    select
        p.person_id, e.batch, e.row, e.benefit_fen,
        row_number() over (partition by p.person_id order by e.benefit_fen desc, e.batch, e.row) as place
    from employment_previous e
    join people p on p.token_low = e.token_low and p.token_high = e.token_high
    where e.employment_kind = 'UNEMPLOYED' and e.benefit_fen > 0
)
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    'employment' as left_source, j.batch as left_batch, j.row as left_row,
    'employment' as right_source, d.batch as right_batch, d.row as right_row,
    concat(
        '{"programme": "', s.programme, '", "benefit_fen": ', d.benefit_fen, ', "now": "',
        case when j.benefit_fen is null then 'UNKNOWN' else 'NONE' end, '", "standing": "', j.standing, '"}'
    ) as measures
from spells s
join jobless j on j.person_id = s.person_id and j.place = 1
join drawn d on d.person_id = s.person_id and d.place = 1
where s.programme in ('DIBAO', 'POVERTY_REGISTER')
    and exists (select 1 from employment n where n.batch = j.batch and n.benefit_fen is not null)
    and not exists (
        select 1 from jobless k where k.person_id = s.person_id and k.benefit_fen > 0
    )
