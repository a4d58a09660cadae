-- Monitoring's own copy of what it watches, kept from the events of intake and scoring. Everything is reached by
-- customer_id, and the row of the customer is the lock under which its warnings are decided.
CREATE TABLE customers (
    customer_id  uuid        NOT NULL,
    -- Empty until intake has told who it is: events of scoring may come first.
    legal_name   text        NOT NULL,
    -- risk.intake.v1.Customer, binary: status and legal records.
    file         bytea       NOT NULL,
    changed_at   timestamptz NOT NULL,
    -- The day as of which its warnings were last decided.
    evaluated_on date,
    -- Whether it owes in another currency than its account's.
    needs_rates  boolean     NOT NULL,
    CONSTRAINT customers_pkey PRIMARY KEY (customer_id)
);

-- The documents that settle one another, as small as they can be settled from again. Those that are linked, directly or
-- over others, have the same component: what settles what is decided for a component as a whole.
CREATE TABLE documents (
    customer_id  uuid  NOT NULL,
    document_id  uuid  NOT NULL,
    component_id uuid  NOT NULL,
    -- risk.intake.v1.Document, binary, without what is of no use here.
    body         bytea NOT NULL,
    CONSTRAINT documents_pkey PRIMARY KEY (customer_id, document_id)
);

CREATE INDEX documents_component ON documents (customer_id, component_id);

-- Names of documents, known or only linked to so far: the id, or a hash of kind, system and key there.
CREATE TABLE document_keys (
    customer_id  uuid NOT NULL,
    key          uuid NOT NULL,
    component_id uuid NOT NULL,
    CONSTRAINT document_keys_pkey PRIMARY KEY (customer_id, key)
);

-- Invoices, or their retention money (part 1), that are open or were settled lately, after they were due.
CREATE TABLE receivables (
    customer_id     uuid           NOT NULL,
    document_id     uuid           NOT NULL,
    part            smallint       NOT NULL,
    system          text           NOT NULL,
    external_id     text           NOT NULL,
    currency_code   text           NOT NULL,
    issued_on       date           NOT NULL,
    due_on          date           NOT NULL,
    amount          numeric(22, 4) NOT NULL,
    open_amount     numeric(22, 4) NOT NULL,
    disputed_amount numeric(22, 4) NOT NULL,
    -- When nothing was open any more.
    settled_on      date,
    CONSTRAINT receivables_pkey PRIMARY KEY (customer_id, document_id, part)
);

CREATE INDEX receivables_open ON receivables (customer_id, due_on) WHERE settled_on IS NULL;
CREATE INDEX receivables_settled ON receivables (customer_id, settled_on) WHERE settled_on IS NOT NULL;

-- By how much the sums of a customer change on a day. The sum of all days up to one is how things stood at its end, so
-- any day of the past is answered without reading documents.
CREATE TABLE receivable_days (
    customer_id      uuid           NOT NULL,
    currency_code    text           NOT NULL,
    day              date           NOT NULL,
    receivable       numeric(22, 4) NOT NULL,
    receivable_items integer        NOT NULL,
    overdue          numeric(22, 4) NOT NULL,
    overdue_items    integer        NOT NULL,
    -- Overdue amounts times the numbers of their due days.
    overdue_due      numeric(32, 4) NOT NULL,
    disputed         numeric(22, 4) NOT NULL,
    invoiced         numeric(22, 4) NOT NULL,
    -- Paid on the day, in so many parts; times the days after the due day.
    paid             numeric(22, 4) NOT NULL,
    paid_items       integer        NOT NULL,
    paid_late        numeric(32, 4) NOT NULL,
    dishonoured      integer        NOT NULL,
    CONSTRAINT receivable_days_pkey PRIMARY KEY (customer_id, currency_code, day)
);

-- Limit, exposure and grade at the end of each day on which one of them changed. The sequence is that of the event.
CREATE TABLE credit_days (
    customer_id      uuid           NOT NULL,
    day              date           NOT NULL,
    sequence         bigint         NOT NULL,
    currency_code    text           NOT NULL,
    limit_amount     numeric(22, 4) NOT NULL,
    unlimited        boolean        NOT NULL,
    temporary_amount numeric(22, 4),
    temporary_from   date,
    temporary_until  date,
    as_of            timestamptz    NOT NULL,
    CONSTRAINT credit_days_pkey PRIMARY KEY (customer_id, day)
);

CREATE TABLE exposure_days (
    customer_id    uuid            NOT NULL,
    day            date            NOT NULL,
    sequence       bigint          NOT NULL,
    currency_codes text[]          NOT NULL,
    -- Without what is reserved for some minutes.
    amounts        numeric(22,4)[] NOT NULL,
    as_of          timestamptz     NOT NULL,
    CONSTRAINT exposure_days_pkey PRIMARY KEY (customer_id, day)
);

CREATE TABLE grade_days (
    customer_id uuid        NOT NULL,
    day         date        NOT NULL,
    sequence    bigint      NOT NULL,
    -- Numbers of risk.scoring.v1.Grade.
    grade       smallint    NOT NULL,
    as_of       timestamptz NOT NULL,
    CONSTRAINT grade_days_pkey PRIMARY KEY (customer_id, day)
);

CREATE TABLE exchange_rates (
    from_currency_code text            NOT NULL,
    to_currency_code   text            NOT NULL,
    valid_on           date            NOT NULL,
    source             text            NOT NULL,
    rate               numeric(24, 12) NOT NULL,
    sequence           bigint          NOT NULL,
    CONSTRAINT exchange_rates_pkey PRIMARY KEY (from_currency_code, to_currency_code, valid_on, source)
);
