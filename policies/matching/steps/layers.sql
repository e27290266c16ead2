-- Dibao, tekun and watched people with the highest of their layers first.
-- in:  spells
-- out: the spell's columns, layer (TEKUN, DIBAO or MONITORED), place (1 for the highest)
select
    s.*, case when s.programme = 'POVERTY_REGISTER' then 'MONITORED' else s.programme end as layer,
    row_number() over (
        partition by s.person_id
        order by case s.programme when 'TEKUN' then 1 when 'DIBAO' then 2 else 3 end, s.batch, s.row
    ) as place
from spells s
where s.programme in ('TEKUN', 'DIBAO')
    or (
        s.programme = 'POVERTY_REGISTER'
        and s.category in ('UNSTABLE', 'MARGINAL', 'SUDDEN', 'NOT_LIFTED')
    )
