CREATE TABLE warnings (
    warning_id         uuid           NOT NULL,
    customer_id        uuid           NOT NULL,
    rule               text           NOT NULL,
    rule_version       integer        NOT NULL,
    -- Numbers of risk.monitoring.v1.Severity and WarningState.
    severity           smallint       NOT NULL,
    state              smallint       NOT NULL,
    -- Whether the condition holds still; of a dismissed warning, too.
    holds              boolean        NOT NULL,
    -- The value that was last told.
    value              numeric(28, 4) NOT NULL,
    -- risk.monitoring.v1.Warning, binary: text and evidence as they were last told.
    told               bytea          NOT NULL,
    raised_at          timestamptz    NOT NULL,
    changed_at         timestamptz    NOT NULL,
    ended_at           timestamptz,
    dismissed_by       text           NOT NULL,
    dismissal_reason   text           NOT NULL,
    CONSTRAINT warnings_pkey PRIMARY KEY (warning_id),
    CONSTRAINT warnings_open_hold CHECK (state <> 1 OR holds),
    CONSTRAINT warnings_ended CHECK ((state = 1) = (ended_at IS NULL))
);

CREATE UNIQUE INDEX warnings_one_per_rule ON warnings (customer_id, rule) WHERE holds;
CREATE INDEX warnings_of_customer ON warnings (customer_id, warning_id);
CREATE INDEX warnings_listed ON warnings (state, warning_id);

-- Customers whose warnings are to be decided: facts poured in, a day has passed, or rates have changed.
CREATE TABLE evaluation_queue (
    customer_id uuid        NOT NULL,
    first_at    timestamptz NOT NULL,
    due_at      timestamptz NOT NULL,
    -- W3C trace context of the latest cause; may be null.
    traceparent text,
    CONSTRAINT evaluation_queue_pkey PRIMARY KEY (customer_id)
);

CREATE INDEX evaluation_queue_due ON evaluation_queue (due_at);
