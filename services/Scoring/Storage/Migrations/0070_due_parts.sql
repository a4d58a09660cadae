-- Documents in parts: instalments of an invoice with its retention money, deliveries of an order. An array has an item
-- for each part; a line that is due as a whole has none. What is open of each follows from the fills.
DROP VIEW receivable_parts;
DROP VIEW open_items;

ALTER TABLE ledger_lines
    ADD COLUMN part_days           date[],
    ADD COLUMN part_amounts        numeric(22, 4)[],
    ADD COLUMN part_open           numeric(22, 4)[],
    -- Of an invoice in parts, what settled it: "credit line, document, kind, day, amount, part named", by semicolons.
    ADD COLUMN fills               text,
    -- What is in dispute: "day, time of recording, amount", by semicolons.
    ADD COLUMN disputes            text,
    ADD COLUMN dispute_resolved_at timestamptz;

UPDATE ledger_lines SET
    part_days = ARRAY[due_on, coalesce(retention_due_on, due_on)],
    part_amounts = ARRAY[amount - least(retention_amount, amount), least(retention_amount, amount)],
    part_open = ARRAY[open_amount - least(retention_amount, open_amount), least(retention_amount, open_amount)]
WHERE stage = 4 AND retention_amount > 0;

UPDATE ledger_lines SET disputes = to_char(coalesce(disputed_on, issued_on, DATE '2000-01-01'), 'YYYY-MM-DD')
    || ' ' || to_char(coalesce(disputed_on, issued_on, DATE '2000-01-01'), 'YYYY-MM-DD') || 'T00:00:00Z ' || disputed
WHERE disputed > 0;

ALTER TABLE ledger_lines
    DROP COLUMN retention_amount,
    DROP COLUMN retention_due_on,
    DROP COLUMN disputed_on;

-- What is open, in parts by their days; those of stage 2 are orders by the day of delivery.
CREATE VIEW open_parts AS
SELECT l.customer_id, l.line_id, l.stage, l.system, l.external_id, l.currency_code, l.due_on AS first_due_on,
    p.amount, p.due_on, l.issued_on
FROM ledger_lines l,
    LATERAL unnest(coalesce(l.part_open, ARRAY[l.open_amount]), coalesce(l.part_days, ARRAY[l.due_on]))
        AS p (amount, due_on)
WHERE l.open_amount > 0 AND p.amount > 0;

-- Receivables that are open, as dunning, ageing and scoring read them.
CREATE VIEW open_items AS
SELECT customer_id, document_id, system, external_id, currency_code, amount, open_amount,
    least(disputed, open_amount) AS disputed_amount, issued_on, due_on
FROM ledger_lines
WHERE stage = 4 AND open_amount > 0;

-- What waits names a part where its link does; a clearing may say more than the two documents do of each other.
ALTER TABLE ledger_pending
    ADD COLUMN part        smallint NOT NULL DEFAULT 0,
    ADD COLUMN clearing_id uuid     NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    DROP CONSTRAINT ledger_pending_pkey,
    ADD CONSTRAINT ledger_pending_pkey
        PRIMARY KEY (customer_id, credit_line_id, target_line_id, part, clearing_id);

ALTER TABLE credit_accounts ALTER COLUMN ledger_rules SET DEFAULT 3;
