-- Dibao households of whom fewer people are on the list than before while the household gets no less.
-- in:  people, dibao, dibao_previous
-- out: one row a household, beside someone who has left the list; a household whose amount nobody states is
--      left out
with now_listed as (
    select p.household_id, p.person_id, min(d.amount_fen) as amount_fen, max(d.household_amount_fen) as total_fen
    from dibao d
    join people p on p.token_low = d.token_low and p.token_high = d.token_high
    group by p.household_id, p.person_id
),
then_listed as (
    select
        p.household_id, p.person_id, min(d.amount_fen) as amount_fen,
        max(d.household_amount_fen) as total_fen, min(d.batch) as batch, min(d.row) as row
    from dibao_previous d
    join people p on p.token_low = d.token_low and p.token_high = d.token_high
    group by p.household_id, p.person_id
),
now_homes as (
    select
        household_id, count(*) as people,
        cast(
            case when count(amount_fen) = count(*) then sum(amount_fen) else max(total_fen) end as bigint
        ) as fen
    from now_listed
    group by household_id
),
then_homes as (
    select
        household_id, count(*) as people,
        cast(
            case when count(amount_fen) = count(*) then sum(amount_fen) else max(total_fen) end as bigint
        ) as fen
    from then_listed
    group by household_id
),
gone as (
    select
        b.household_id, b.batch, b.row,
        row_number() over (partition by b.household_id order by b.batch, b.row) as place
    from then_listed b
    where not exists (select 1 from now_listed n where n.person_id = b.person_id)
)
select
    case when s.household_id is null then 'person' else 'household' end as subject_kind,
    case when s.household_id is null then s.token_high end as subject_high,
    case when s.household_id is null then s.token_low end as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    'dibao' as right_source, g.batch as right_batch, g.row as right_row,
    concat(
        '{"people_before": ', b.people, ', "people_now": ', n.people, ', "before_fen": ', b.fen,
        ', "now_fen": ', n.fen, '}'
    ) as measures
from now_homes n
join then_homes b on b.household_id = n.household_id
join gone g on g.household_id = n.household_id and g.place = 1
join spells s on s.household_id = n.household_id and s.programme = 'DIBAO'
where n.people < b.people and n.fen > 0 and n.fen >= b.fen
