-- People on a list of monthly aid with no amount of their own and none of the household.
-- in:  spells, dibao, tekun, orphan
-- out: one row a person; what the month's row leaves empty is asked about, whatever earlier lists said; a list
--      that states no amounts at all says nothing of anyone, and a stopped line pays nothing
with lines as (
    select
        s.*, coalesce(cast(s.household_id as string), concat('person ', s.person_id)) as home,
        greatest(
            coalesce(d.amount_fen, 0), coalesce(d.household_amount_fen, 0), coalesce(d.year_amount_fen, 0),
            coalesce(t.amount_fen, 0), coalesce(t.total_fen, 0), coalesce(t.year_amount_fen, 0),
            coalesce(o.amount_fen, 0)
        ) as fen
    from spells s
    left join (select *, 'DIBAO' as of_programme from dibao) d
        on d.batch = s.batch and d.row = s.row and d.of_programme = s.programme
    left join (select *, 'TEKUN' as of_programme from tekun) t
        on t.batch = s.batch and t.row = s.row and t.of_programme = s.programme
    left join orphan o on o.batch = s.batch and o.row = s.row
    where s.programme in ('DIBAO', 'TEKUN', 'ORPHAN', 'UNATTENDED_CHILD')
        and coalesce(d.payment_status, t.payment_status, 'ACTIVE') not in ('PAUSED', 'STOPPED')
),
homes as (
    select home, programme, max(fen) as fen from lines group by home, programme
),
telling as (
    select batch from lines group by batch having max(fen) > 0
)
select
    'person' as subject_kind, s.token_high as subject_high, s.token_low as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    cast(null as string) as right_source, cast(null as string) as right_batch,
    cast(null as integer) as right_row,
    concat('{"programme": "', s.programme, '"}') as measures
from lines s
join homes h on h.home = s.home and h.programme = s.programme
join telling t on t.batch = s.batch
where h.fen = 0
