-- Financial statements. Never changed: a later one for the same period and scope names the one that it supersedes.
CREATE TABLE statements (
    statement_id            uuid        NOT NULL,
    customer_id             uuid        NOT NULL,
    period_start            date        NOT NULL,
    period_end              date        NOT NULL,
    currency_code           text        NOT NULL,
    scope                   smallint    NOT NULL,
    audit_opinion           smallint    NOT NULL,
    source                  text        NOT NULL,
    cash                    numeric(28,8),
    receivables             numeric(28,8),
    inventory               numeric(28,8),
    current_assets          numeric(28,8),
    total_assets            numeric(28,8),
    payables                numeric(28,8),
    current_liabilities     numeric(28,8),
    total_liabilities       numeric(28,8),
    retained_earnings       numeric(28,8),
    equity                  numeric(28,8),
    revenue                 numeric(28,8),
    cost_of_sales           numeric(28,8),
    ebit                    numeric(28,8),
    interest_expense        numeric(28,8),
    net_income              numeric(28,8),
    depreciation            numeric(28,8),
    operating_cash_flow     numeric(28,8),
    investing_cash_flow     numeric(28,8),
    financing_cash_flow     numeric(28,8),
    recorded_at             timestamptz NOT NULL,
    recorded_by             text        NOT NULL,
    supersedes_statement_id uuid,
    CONSTRAINT statements_pkey PRIMARY KEY (statement_id),
    CONSTRAINT statements_of_a_customer FOREIGN KEY (customer_id) REFERENCES customers,
    CONSTRAINT statements_supersede_a_statement FOREIGN KEY (supersedes_statement_id) REFERENCES statements,
    CONSTRAINT statements_are_superseded_once UNIQUE (supersedes_statement_id),
    CONSTRAINT statements_period_is_a_period CHECK (period_end > period_start)
);

-- Two first statements of one period at the same moment: one of them waits, and then supersedes the other.
CREATE UNIQUE INDEX statements_one_first_of_a_period
    ON statements (customer_id, period_start, period_end, scope) WHERE supersedes_statement_id IS NULL;
CREATE INDEX statements_by_customer ON statements (customer_id, period_end DESC, statement_id DESC);
