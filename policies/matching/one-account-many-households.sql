-- Accounts that take the money of several households.
-- in:  spells, people, dibao, tekun, orphan
-- out: one row an account, a record of each of two households; people cared for in an institution, whose
--      money goes to the institution, are left out, and so is whoever the dibao list names in two households:
--      one of these is wrong, which is a finding of its own and says nothing of the account; a child does not
--      count beside the guardian whom the list names by number: a guardian takes the child's money by right
with torn as (
    select token_high, token_low
    from dibao
    where household_number is not null
    group by token_high, token_low
    having count(distinct household_number) > 1
),
paid as (
    select
        s.account_high, s.account_low, s.person_id, s.division, s.source, s.batch, s.row,
        coalesce(s.household_id, p.household_id, -s.person_id) as home
    from spells s
    left join people p
        on p.token_low = s.token_low and p.token_high = s.token_high and p.person_id = s.person_id
    left join tekun t on t.batch = s.batch and t.row = s.row
    left join orphan o on o.batch = s.batch and o.row = s.row
    where s.account_low is not null
        and not (
            s.programme = 'TEKUN'
            and (s.category = 'CENTRAL' or (s.category = '' and t.home_name_low is not null))
        )
        and coalesce(o.raised, 'FAMILY') <> 'INSTITUTION'
        and not exists (
            select 1 from torn n where n.token_low = s.token_low and n.token_high = s.token_high
        )
        and not exists (
            select 1
            from orphan c
            join spells g
                on g.token_low = c.guardian_number_low and g.token_high = c.guardian_number_high
            where c.token_low = s.token_low and c.token_high = s.token_high
                and g.person_id <> s.person_id
                and g.account_low = s.account_low and g.account_high = s.account_high
        )
),
shared as (
    select
        account_high, account_low, count(distinct home) as households,
        count(distinct person_id) as people, min(home) as first_home
    from paid
    group by account_high, account_low
)
select
    'account' as subject_kind, a.account_high as subject_high, a.account_low as subject_low,
    cast(null as bigint) as household_id, a.division,
    a.source as left_source, a.batch as left_batch, a.row as left_row,
    b.source as right_source, b.batch as right_batch, b.row as right_row,
    concat('{"households": ', c.households, ', "people": ', c.people, '}') as measures
from shared c
cross join parameters x
join paid a
    on a.account_low = c.account_low and a.account_high = c.account_high and a.home = c.first_home
join paid b
    on b.account_low = c.account_low and b.account_high = c.account_high and b.home <> c.first_home
where c.households >= x.households
