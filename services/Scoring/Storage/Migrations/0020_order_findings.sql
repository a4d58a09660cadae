-- What an order asked for is kept with what it reserved; a release is used up by what its order does.
ALTER TABLE reservations ADD COLUMN terms bytea;
ALTER TABLE holds ADD COLUMN used_at timestamptz;

-- Advances for orders.
CREATE INDEX ledger_lines_advances ON ledger_lines (customer_id, order_line_id)
    WHERE kind = 6 AND order_line_id IS NOT NULL;

-- Open receivables in parts by their due day: what is held back as retention money is due later.
CREATE VIEW receivable_parts AS
SELECT l.customer_id, l.line_id, l.currency_code, l.due_on AS invoice_due_on, parts.amount, parts.due_on
FROM ledger_lines l,
    LATERAL (SELECT least(l.retention_amount, l.open_amount) AS retained) r,
    LATERAL (VALUES (l.open_amount - retained, l.due_on), (retained, coalesce(l.retention_due_on, l.due_on)))
        AS parts (amount, due_on)
WHERE l.stage = 4 AND l.open_amount > 0 AND parts.amount > 0;
