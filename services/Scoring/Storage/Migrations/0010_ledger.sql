-- The document-stage ledger: what each customer owes or will owe, as amounts that move between stages.

-- The documents that were applied, as small as they can be replayed from; and confirmed reservations, which open order
-- lines as documents do (kind 100). The order of seq within a customer is the order of application.
CREATE TABLE ledger_documents (
    customer_id uuid     NOT NULL,
    document_id uuid     NOT NULL,
    seq         bigint   GENERATED ALWAYS AS IDENTITY,
    -- Numbers of risk.intake.v1.DocumentKind.
    kind        smallint NOT NULL,
    -- risk.intake.v1.Document, binary, without what the ledger has no use for.
    body        bytea    NOT NULL,
    -- What a reversal undoes: 'id:' and the document's id, or 'ref:' and its kind, system and key.
    reverses    text,
    CONSTRAINT ledger_documents_pkey PRIMARY KEY (customer_id, document_id)
);

CREATE INDEX ledger_documents_in_order ON ledger_documents (customer_id, seq);
CREATE INDEX ledger_documents_reversals ON ledger_documents (customer_id, reverses) WHERE reverses IS NOT NULL;

-- One line per document that has an amount in a stage. A line whose document has not come yet has the amount 0 and
-- gathers what other documents say of it.
CREATE TABLE ledger_lines (
    customer_id         uuid           NOT NULL,
    line_id             uuid           NOT NULL,
    -- Numbers of risk.intake.v1.DocumentKind; 107 is what a draft pays, beside the draft itself (7).
    kind                smallint       NOT NULL,
    -- 2 open order, 3 delivered, 4 receivable, 5 draft, 6 unallocated; 8 written off, which is no exposure.
    stage               smallint       NOT NULL,
    system              text           NOT NULL,
    external_id         text           NOT NULL,
    currency_code       text           NOT NULL,
    document_id         uuid,
    amount              numeric(22, 4) NOT NULL,
    -- What later documents took from it: delivered, billed, paid, credited, honoured.
    taken               numeric(22, 4) NOT NULL,
    -- Of an order: billed before it was delivered.
    billed_ahead        numeric(22, 4) NOT NULL,
    -- An order that is closed, a draft that was not honoured.
    closed              boolean        NOT NULL,
    open_amount         numeric(22, 4) NOT NULL
        GENERATED ALWAYS AS (CASE WHEN closed THEN 0 ELSE greatest(amount - taken, 0) END) STORED,
    disputed            numeric(22, 4) NOT NULL,
    disputed_on         date,
    dispute_resolved_on date,
    issued_on           date,
    due_on              date,
    -- The part that is due later.
    retention_amount    numeric(22, 4) NOT NULL,
    retention_due_on    date,
    -- When nothing was open any more.
    settled_on          date,
    -- Of a delivery: the order that it follows.
    order_line_id       uuid,
    -- When the document was recorded.
    known_at            timestamptz,
    CONSTRAINT ledger_lines_pkey PRIMARY KEY (customer_id, line_id),
    CONSTRAINT ledger_lines_name_once UNIQUE (customer_id, external_id, kind, system, currency_code),
    CONSTRAINT ledger_lines_amounts_positive CHECK (amount >= 0 AND taken >= 0 AND billed_ahead >= 0 AND disputed >= 0),
    CONSTRAINT ledger_lines_stage_known CHECK (stage BETWEEN 2 AND 8)
);

CREATE INDEX ledger_lines_document ON ledger_lines (customer_id, document_id) WHERE document_id IS NOT NULL;
CREATE INDEX ledger_lines_deliveries ON ledger_lines (customer_id, order_line_id) WHERE order_line_id IS NOT NULL;
CREATE INDEX ledger_lines_open_items ON ledger_lines (customer_id, due_on) WHERE stage = 4 AND open_amount > 0;

-- Payments and the like that wait for their invoice, or the invoice for its advance.
CREATE TABLE ledger_pending (
    customer_id    uuid           NOT NULL,
    credit_line_id uuid           NOT NULL,
    target_line_id uuid           NOT NULL,
    -- Null: as much as fits.
    amount         numeric(22, 4),
    CONSTRAINT ledger_pending_pkey PRIMARY KEY (customer_id, credit_line_id, target_line_id)
);

CREATE INDEX ledger_pending_target ON ledger_pending (customer_id, target_line_id);

-- What settled which invoice, when: a row per allocation.
CREATE TABLE settlements (
    customer_id         uuid           NOT NULL,
    invoice_line_id     uuid           NOT NULL,
    credit_line_id      uuid           NOT NULL,
    -- Same invoice and credit may meet more than once.
    place               integer        NOT NULL,
    -- What settled it, by the numbers of risk.intake.v1.DocumentKind: 4 credit note, 5 payment, 6 advance, 7 draft,
    -- 12 write-off.
    kind                smallint       NOT NULL,
    invoice_document_id uuid           NOT NULL,
    credit_document_id  uuid           NOT NULL,
    currency_code       text           NOT NULL,
    amount              numeric(22, 4) NOT NULL,
    issued_on           date           NOT NULL,
    due_on              date           NOT NULL,
    settled_on          date           NOT NULL,
    days_late           integer        NOT NULL GENERATED ALWAYS AS (settled_on - due_on) STORED,
    CONSTRAINT settlements_pkey PRIMARY KEY (customer_id, invoice_line_id, credit_line_id, place),
    CONSTRAINT settlements_amount_positive CHECK (amount > 0)
);

CREATE INDEX settlements_by_day ON settlements (customer_id, settled_on);
CREATE INDEX settlements_by_credit ON settlements (customer_id, credit_line_id);

-- The transfers. In each currency the balances of all stages, with the world outside, add up to nothing.
CREATE TABLE ledger_entries (
    customer_id   uuid           NOT NULL,
    entry_id      bigint         GENERATED ALWAYS AS IDENTITY,
    -- The document or the reservation that caused it.
    document_id   uuid           NOT NULL,
    from_line_id  uuid,
    to_line_id    uuid,
    -- 0 outside, 1 reserved, then as in ledger_lines, 7 settled, 8 written off.
    from_stage    smallint       NOT NULL,
    to_stage      smallint       NOT NULL,
    currency_code text           NOT NULL,
    amount        numeric(22, 4) NOT NULL,
    recorded_at   timestamptz    NOT NULL,
    CONSTRAINT ledger_entries_pkey PRIMARY KEY (customer_id, entry_id),
    CONSTRAINT ledger_entries_amount_positive CHECK (amount > 0)
);

-- The balances beside the ledger: always equal to its replay.
CREATE TABLE exposures (
    customer_id   uuid           NOT NULL,
    currency_code text           NOT NULL,
    reserved      numeric(22, 4) NOT NULL,
    open_orders   numeric(22, 4) NOT NULL,
    delivered     numeric(22, 4) NOT NULL,
    receivable    numeric(22, 4) NOT NULL,
    drafts        numeric(22, 4) NOT NULL,
    unallocated   numeric(22, 4) NOT NULL,
    disputed      numeric(22, 4) NOT NULL,
    -- The time of the newest fact in it.
    as_of         timestamptz    NOT NULL,
    CONSTRAINT exposures_pkey PRIMARY KEY (customer_id, currency_code),
    CONSTRAINT exposures_never_negative CHECK (
        least(reserved, open_orders, delivered, receivable, drafts, unallocated, disputed) >= 0)
) WITH (fillfactor = 50);

-- Receivables that are open, as dunning, ageing and scoring read them.
CREATE VIEW open_items AS
SELECT customer_id, document_id, system, external_id, currency_code, amount, open_amount,
    least(disputed, open_amount) AS disputed_amount, issued_on, due_on,
    least(retention_amount, open_amount) AS retention_amount, retention_due_on
FROM ledger_lines
WHERE stage = 4 AND open_amount > 0;
