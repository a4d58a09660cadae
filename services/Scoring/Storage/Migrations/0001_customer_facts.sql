-- Scoring's own copy of what it decides from, kept from the events of intake. Everything is reached by customer_id.
-- Customers as they are now: for scores, credit and order checks alike.
CREATE TABLE customers (
    customer_id        uuid          NOT NULL,
    legal_name         text          NOT NULL,
    -- Numbers of risk.intake.v1.CustomerStatus.
    status             smallint      NOT NULL,
    country_code       text          NOT NULL,
    region             text          NOT NULL,
    isic_section       text          NOT NULL,
    gbt4754_code       text          NOT NULL,
    incorporated_on    date,
    customer_since     date,
    market_share       numeric(9, 6),
    satisfaction       numeric(9, 6),
    segment            text          NOT NULL,
    salesperson        text          NOT NULL,
    -- Of the same table; no foreign key, because the parent's events may come later.
    parent_customer_id uuid,
    changed_at         timestamptz   NOT NULL,
    CONSTRAINT customers_pkey PRIMARY KEY (customer_id)
);

CREATE INDEX customers_parent ON customers (parent_customer_id);

-- The names by which other systems know a customer.
CREATE TABLE customer_refs (
    system      text NOT NULL,
    id          text NOT NULL,
    customer_id uuid NOT NULL,
    CONSTRAINT customer_refs_pkey PRIMARY KEY (system, id)
);

CREATE INDEX customer_refs_customer ON customer_refs (customer_id);

-- What a score takes from the master data, as it was from each change on.
CREATE TABLE customer_versions (
    customer_id     uuid          NOT NULL,
    changed_at      timestamptz   NOT NULL,
    status          smallint      NOT NULL,
    country_code    text          NOT NULL,
    isic_section    text          NOT NULL,
    incorporated_on date,
    customer_since  date,
    market_share    numeric(9, 6),
    satisfaction    numeric(9, 6),
    CONSTRAINT customer_versions_pkey PRIMARY KEY (customer_id, changed_at)
);

-- The legal and compliance records that the file names now.
CREATE TABLE legal_records (
    customer_id uuid     NOT NULL,
    place       smallint NOT NULL,
    -- Numbers of risk.intake.v1.LegalRecordKind.
    kind        smallint NOT NULL,
    recorded_on date     NOT NULL,
    ended_on    date,
    CONSTRAINT legal_records_pkey PRIMARY KEY (customer_id, place)
);

CREATE TABLE statements (
    customer_id         uuid          NOT NULL,
    statement_id        uuid          NOT NULL,
    period_start        date          NOT NULL,
    period_end          date          NOT NULL,
    -- Numbers of risk.intake.v1.StatementScope and AuditOpinion.
    scope               smallint      NOT NULL,
    audit_opinion       smallint      NOT NULL,
    recorded_at         timestamptz   NOT NULL,
    cash                numeric,
    receivables         numeric,
    inventory           numeric,
    current_assets      numeric,
    total_assets        numeric,
    payables            numeric,
    current_liabilities numeric,
    total_liabilities   numeric,
    retained_earnings   numeric,
    equity              numeric,
    revenue             numeric,
    cost_of_sales       numeric,
    ebit                numeric,
    interest_expense    numeric,
    net_income          numeric,
    depreciation        numeric,
    operating_cash_flow numeric,
    CONSTRAINT statements_pkey PRIMARY KEY (customer_id, statement_id)
);

-- How many documents bear the date of each day.
CREATE TABLE trade_days (
    customer_id uuid    NOT NULL,
    day         date    NOT NULL,
    orders      integer NOT NULL,
    invoices    integer NOT NULL,
    disputes    integer NOT NULL,
    CONSTRAINT trade_days_pkey PRIMARY KEY (customer_id, day)
);
