-- An order may be closed in part, and be opened again by a check that was made and confirmed after it was closed.
ALTER TABLE ledger_lines
    ADD COLUMN closed_at    timestamptz,
    ADD COLUMN closed_on    date,
    -- When the newest of its confirmed reservations was made.
    ADD COLUMN confirmed_at timestamptz,
    -- Closed of it before its document came.
    ADD COLUMN cut          numeric(22, 4) NOT NULL DEFAULT 0;

-- Orders of a delivery beyond its first, which its line names itself.
CREATE TABLE ledger_deliveries (
    customer_id      uuid NOT NULL,
    delivery_line_id uuid NOT NULL,
    order_line_id    uuid NOT NULL,
    CONSTRAINT ledger_deliveries_pkey PRIMARY KEY (customer_id, delivery_line_id, order_line_id)
);

CREATE INDEX ledger_deliveries_of_order ON ledger_deliveries (customer_id, order_line_id);

-- By which rules the ledger of a customer was kept; one kept by older rules is rebuilt with its next document.
ALTER TABLE credit_accounts ADD COLUMN ledger_rules smallint NOT NULL DEFAULT 1;
ALTER TABLE credit_accounts ALTER COLUMN ledger_rules SET DEFAULT 2;

-- Another order was given the room of a reservation whose time was over.
ALTER TABLE reservations ADD COLUMN given_away boolean NOT NULL DEFAULT false;

-- Orders to be delivered beyond the horizon do not count yet: not while they are reserved or held either.
ALTER TABLE reservations ADD COLUMN deliver_on date;
ALTER TABLE holds ADD COLUMN deliver_on date;

CREATE INDEX reservations_later ON reservations (customer_id) WHERE state = 1 AND deliver_on IS NOT NULL;
