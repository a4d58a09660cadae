-- Written off on the day, of so many invoices.
ALTER TABLE receivable_days
    ADD COLUMN written_off numeric(22, 4) NOT NULL DEFAULT 0,
    ADD COLUMN write_offs  integer        NOT NULL DEFAULT 0;

-- Imports that have brought something to the customer and may bring more; it waits for their ends. The partition is
-- that of the customer's events.
ALTER TABLE evaluation_queue
    ADD COLUMN import_ids uuid[]   NOT NULL DEFAULT '{}',
    ADD COLUMN partition  smallint NOT NULL DEFAULT 0;

CREATE INDEX evaluation_queue_imports ON evaluation_queue (partition) WHERE import_ids <> '{}';

-- Imports that have ended, with the place of their last event in each partition of intake's log: a customer has all of
-- them when the cursor of its partition is there.
CREATE TABLE import_ends (
    import_id uuid        NOT NULL,
    partition smallint    NOT NULL,
    xid       xid8        NOT NULL,
    row_id    bigint      NOT NULL,
    ended_at  timestamptz NOT NULL,
    -- Whether the cursor was seen there.
    passed    boolean     NOT NULL,
    CONSTRAINT import_ends_pkey PRIMARY KEY (import_id, partition)
);

CREATE INDEX import_ends_open ON import_ends (partition) WHERE NOT passed;
