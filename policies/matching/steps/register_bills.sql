-- with: on_register, bills
-- This year's bills that stand of the people of the register.
-- in:  on_register, people, bills
-- out: home, token_high, token_low, bill, visit_kind, self_pay_fen, batch, row
select distinct s.home, b.token_high, b.token_low, b.bill, b.visit_kind, b.self_pay_fen, b.batch, b.row
from on_register s
join people p on p.person_id = s.person_id
join bills b on b.token_low = p.token_low and b.token_high = p.token_high
