-- with: register_bills
-- The bills of each home of the register, the dearest first.
-- in:  register_bills
-- out: home, batch, row, place (1 for the dearest); refunds are left out
select
    home, batch, row,
    row_number() over (partition by home order by self_pay_fen desc, batch, row) as place
from register_bills
where self_pay_fen > 0
