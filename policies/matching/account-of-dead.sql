-- with: reported_dead, residents
-- Accounts to which a dead person's aid was paid and which take the money of people of other households.
-- in:  spells, people, deaths, dibao_year, tekun_year
-- out: one row an account, beside the dead person's last line; the money of tekun people in an institution
--      goes to the institution and is left out
with old_lines as (
    select 'dibao' as source, batch, row, token_high, token_low, account_high, account_low, period
    from dibao_year
    where account_low is not null
    union all
    select 'tekun', batch, row, token_high, token_low, account_high, account_low, period
    from tekun_year
    where account_low is not null and coalesce(support_mode, '') <> 'CENTRAL'
),
theirs as (
    select
        d.person_id, d.died_on, r.household_id, l.source, l.batch, l.row, l.account_high, l.account_low,
        row_number() over (
            partition by l.account_high, l.account_low order by l.period desc, l.batch, l.row
        ) as place
    from reported_dead d
    join residents r on r.person_id = d.person_id
    join people p on p.person_id = d.person_id
    join old_lines l on l.token_low = p.token_low and l.token_high = p.token_high
),
others as (
    select s.*, t.died_on, t.source as dead_source, t.batch as dead_batch, t.row as dead_row
    from theirs t
    join spells s on s.account_low = t.account_low and s.account_high = t.account_high
    left join residents r on r.person_id = s.person_id
    where t.place = 1
        and s.programme in ('DIBAO', 'TEKUN', 'ORPHAN', 'UNATTENDED_CHILD')
        and not (s.programme = 'TEKUN' and coalesce(s.category, '') = 'CENTRAL')
        and not exists (select 1 from reported_dead d where d.person_id = s.person_id)
        and (t.household_id is null or r.household_id is null or r.household_id <> t.household_id)
),
counted as (
    select account_high, account_low, count(distinct person_id) as people
    from others
    group by account_high, account_low
)
select
    'account' as subject_kind, s.account_high as subject_high, s.account_low as subject_low,
    cast(null as bigint) as household_id, s.division,
    s.source as left_source, s.batch as left_batch, s.row as left_row,
    s.dead_source as right_source, s.dead_batch as right_batch, s.dead_row as right_row,
    concat(
        '{"died_on": "', coalesce(cast(s.died_on as string), ''), '", "people": ', c.people, '}'
    ) as measures
from others s
join counted c on c.account_low = s.account_low and c.account_high = s.account_high
