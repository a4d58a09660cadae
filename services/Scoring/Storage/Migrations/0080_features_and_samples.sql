-- Who headed the group and which ratings were in force, as they were known from each change on.
ALTER TABLE customer_versions
    ADD COLUMN parent_customer_id uuid,
    ADD COLUMN rating_agencies    text[] NOT NULL DEFAULT '{}',
    ADD COLUMN rating_values      text[] NOT NULL DEFAULT '{}',
    ADD COLUMN rating_rated_on    date[] NOT NULL DEFAULT '{}',
    ADD COLUMN rating_valid_until date[] NOT NULL DEFAULT '{}';

UPDATE customer_versions v SET parent_customer_id = c.parent_customer_id
FROM customers c WHERE c.customer_id = v.customer_id AND c.changed_at = v.changed_at;

ALTER TABLE statements ADD COLUMN market_value_of_equity numeric;

-- Promises to pay and protective reschedulings: documents that move nothing in the ledger.
CREATE TABLE promises (
    customer_id   uuid           NOT NULL,
    document_id   uuid           NOT NULL,
    -- Numbers of risk.intake.v1.DocumentKind: 18 promise, 19 rescheduling.
    kind          smallint       NOT NULL,
    system        text           NOT NULL,
    external_id   text           NOT NULL,
    currency_code text           NOT NULL,
    amount        numeric(22, 4) NOT NULL,
    issued_on     date           NOT NULL,
    due_on        date           NOT NULL,
    -- The invoices that it names: by the id of the document, or by system and name with a bar between.
    invoice_ids   uuid[]         NOT NULL,
    invoice_names text[]         NOT NULL,
    CONSTRAINT promises_pkey PRIMARY KEY (customer_id, document_id)
);

-- What was invoiced, and the value of goods that came back, by the day of the documents.
CREATE TABLE trade_amounts (
    customer_id   uuid           NOT NULL,
    day           date           NOT NULL,
    currency_code text           NOT NULL,
    invoiced      numeric(22, 4) NOT NULL,
    returned      numeric(22, 4) NOT NULL,
    CONSTRAINT trade_amounts_pkey PRIMARY KEY (customer_id, day, currency_code)
);

INSERT INTO trade_amounts (customer_id, day, currency_code, invoiced, returned)
SELECT customer_id, issued_on, currency_code, sum(amount), 0 FROM ledger_lines
WHERE kind = 3 AND amount > 0 AND issued_on IS NOT NULL
GROUP BY customer_id, issued_on, currency_code;
