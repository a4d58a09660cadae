-- What was closed of an order or delivery, each with the time at which it was recorded: a change of the order counts those
-- alone that are newer. The ledger is replayed with the next document, which gives them.
ALTER TABLE ledger_lines DROP COLUMN cut, ADD COLUMN cuts text;
ALTER TABLE credit_accounts ALTER COLUMN ledger_rules SET DEFAULT 4;
