-- Households on a list of monthly aid none of whose lines has an account.
-- in:  spells
-- out: one row a household (a person where no household is known); a list without accounts says nothing of
--      anyone, and an institution takes the money of the tekun people it keeps
with lines as (
    select
        s.*, coalesce(cast(s.household_id as string), concat('person ', s.person_id)) as home,
        case when s.account_low is null then 0 else 1 end as known
    from spells s
    where s.programme in ('DIBAO', 'TEKUN', 'ORPHAN', 'UNATTENDED_CHILD')
        and not (s.programme = 'TEKUN' and coalesce(s.category, '') = 'CENTRAL')
),
homes as (
    select home, programme, max(known) as known, count(distinct person_id) as people
    from lines
    group by home, programme
),
telling as (
    select batch from lines group by batch having max(known) = 1
)
select
    case when s.household_id is null then 'person' else 'household' end as subject_kind,
    case when s.household_id is null then s.token_high end as subject_high,
    case when s.household_id is null then s.token_low end as subject_low,
    s.household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    cast(null as string) as right_source, cast(null as string) as right_batch,
    cast(null as integer) as right_row,
    concat('{"programme": "', s.programme, '", "people": ', h.people, '}') as measures
from lines s
join homes h on h.home = s.home and h.programme = s.programme
join telling t on t.batch = s.batch
where h.known = 0
