-- Dibao and tekun people whom the last list had in another township.
-- in:  spells, people, dibao, dibao_previous, tekun, tekun_previous
-- out: one row a person, both records; a township whose code nobody has any more was merged or renamed, and
--      nobody moved
with lists_before as (
    select 'DIBAO' as programme, 'dibao' as source, batch, row, token_high, token_low, division
    from dibao_previous
    union all
    select 'TEKUN', 'tekun', batch, row, token_high, token_low, division
    from tekun_previous
),
townships as (
    select distinct substring(division, 1, 9) as township
    from spells
    where programme in ('DIBAO', 'TEKUN') and length(division) >= 9
)
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    b.source as right_source, b.batch as right_batch, b.row as right_row,
    concat('{"programme": "', s.programme, '"}') as measures
from spells s
join people p on p.person_id = s.person_id
join lists_before b
    on b.programme = s.programme and b.token_low = p.token_low and b.token_high = p.token_high
join townships t on t.township = substring(b.division, 1, 9)
where length(s.division) >= 9
    and substring(s.division, 1, 9) <> substring(b.division, 1, 9)
