-- Dibao people who, as the lists say, married, divorced or lost their spouse since the last one.
-- in:  people, spells, dibao, dibao_previous
-- out: one row a person, both records; what a list does not say is no change
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    'dibao' as right_source, b.batch as right_batch, b.row as right_row,
    concat('{"marriage_before": "', b.marriage, '", "marriage": "', d.marriage, '"}') as measures
from spells s
join dibao d on d.batch = s.batch and d.row = s.row
join people p on p.person_id = s.person_id
join dibao_previous b on b.token_low = p.token_low and b.token_high = p.token_high
where s.programme = 'DIBAO' and b.marriage <> d.marriage
    and b.marriage <> 'OTHER' and d.marriage <> 'OTHER'
