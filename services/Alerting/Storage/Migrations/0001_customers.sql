-- What alerting needs to know of a customer, from the events of intake.
CREATE TABLE customers (
    customer_id uuid        NOT NULL,
    legal_name  text        NOT NULL,
    salesperson text        NOT NULL,
    changed_at  timestamptz NOT NULL,
    CONSTRAINT customers_pkey PRIMARY KEY (customer_id)
);
