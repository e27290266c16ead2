-- Dibao and tekun people whose money goes to an account that none of the household had on the last list.
-- in:  spells, people, dibao_previous, tekun_previous
-- out: one row a person, both records
with lists_before as (
    select 'DIBAO' as programme, 'dibao' as source, batch, row, token_high, token_low, account_high, account_low
    from dibao_previous
    union all
    select 'TEKUN', 'tekun', batch, row, token_high, token_low, account_high, account_low
    from tekun_previous
),
known as (
    select
        p.person_id, p.household_id, b.programme, b.source, b.batch, b.row, b.account_high, b.account_low,
        row_number() over (partition by p.person_id, b.programme order by b.batch, b.row) as place
    from lists_before b
    join people p on p.token_low = b.token_low and p.token_high = b.token_high
    where b.account_low is not null
)
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    k.source as right_source, k.batch as right_batch, k.row as right_row,
    concat('{"programme": "', s.programme, '"}') as measures
from spells s
join known k on k.person_id = s.person_id and k.programme = s.programme and k.place = 1
where s.account_low is not null
    and not exists (
        select 1 from known o
        where o.account_low = s.account_low and o.account_high = s.account_high
            and (o.person_id = s.person_id or o.household_id = s.household_id)
    )
