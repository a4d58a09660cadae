-- Held orders are checked again when what blocked them may have changed.
ALTER TABLE holds ADD COLUMN reasons text[] NOT NULL DEFAULT '{}';
ALTER TABLE holds ADD COLUMN rechecked_at timestamptz;

CREATE INDEX holds_open_by_customer ON holds (customer_id, hold_id) WHERE state = 1;

CREATE TABLE hold_rechecks (
    customer_id   uuid        NOT NULL,
    asked_at      timestamptz NOT NULL,
    claimed_until timestamptz,
    CONSTRAINT hold_rechecks_pkey PRIMARY KEY (customer_id)
);
