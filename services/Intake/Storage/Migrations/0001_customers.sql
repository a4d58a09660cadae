-- Customers: master data in one row each; identifiers and references of other systems in rows of their own, because
-- they are unique over all customers.
CREATE TABLE customers (
    customer_id                 uuid        NOT NULL,
    legal_name                  text        COLLATE "C" NOT NULL,
    name_key                    text        NOT NULL,
    name_grams                  text[]      NOT NULL,
    former_names                text[]      NOT NULL,
    country_code                text        NOT NULL,
    region                      text        NOT NULL,
    isic_section                text        NOT NULL,
    gbt4754_code                text        NOT NULL,
    incorporated_on             date,
    registered_capital          numeric(22,4),
    registered_capital_currency text,
    paid_in_capital             numeric(22,4),
    paid_in_capital_currency    text,
    business_scope              text        NOT NULL,
    headcount                   integer     NOT NULL,
    market_share                numeric(9,8),
    satisfaction                numeric(9,8),
    parent_customer_id          uuid,
    segment                     text        NOT NULL,
    salesperson                 text        NOT NULL,
    status                      smallint    NOT NULL,
    customer_since              date,
    legal_records               jsonb       NOT NULL,
    created_at                  timestamptz NOT NULL,
    changed_at                  timestamptz NOT NULL,
    version                     bigint      NOT NULL,
    content_hash                bytea       NOT NULL,
    CONSTRAINT customers_pkey PRIMARY KEY (customer_id),
    CONSTRAINT customers_parent_is_known FOREIGN KEY (parent_customer_id) REFERENCES customers DEFERRABLE,
    CONSTRAINT customers_parent_is_another CHECK (parent_customer_id <> customer_id),
    CONSTRAINT customers_name_is_given CHECK (length(legal_name) BETWEEN 1 AND 200),
    CONSTRAINT customers_status_is_known CHECK (status BETWEEN 1 AND 6),
    CONSTRAINT customers_shares_are_shares CHECK (market_share BETWEEN 0 AND 1 AND satisfaction BETWEEN 0 AND 1),
    CONSTRAINT customers_headcount_is_not_negative CHECK (headcount >= 0)
);

CREATE INDEX customers_by_name ON customers (legal_name, customer_id);
CREATE INDEX customers_by_name_gram ON customers USING gin (name_grams);
CREATE INDEX customers_by_parent ON customers (parent_customer_id) WHERE parent_customer_id IS NOT NULL;

-- Claimed before the customer's own row is written, so that a conflict is found without an error: hence deferred keys.
CREATE TABLE customer_identifiers (
    customer_id  uuid     NOT NULL,
    scheme       smallint NOT NULL,
    country_code text     NOT NULL,
    value        text     NOT NULL,
    CONSTRAINT customer_identifiers_one_of_each PRIMARY KEY (customer_id, scheme, country_code),
    CONSTRAINT customer_identifiers_name_one_customer UNIQUE (scheme, country_code, value),
    CONSTRAINT customer_identifiers_of_a_customer
        FOREIGN KEY (customer_id) REFERENCES customers DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX customer_identifiers_by_value ON customer_identifiers (value);

CREATE TABLE customer_refs (
    customer_id uuid NOT NULL,
    system      text NOT NULL,
    id          text NOT NULL,
    CONSTRAINT customer_refs_name_one_customer PRIMARY KEY (system, id),
    CONSTRAINT customer_refs_one_per_system UNIQUE (customer_id, system),
    CONSTRAINT customer_refs_of_a_customer
        FOREIGN KEY (customer_id) REFERENCES customers DEFERRABLE INITIALLY DEFERRED
);
