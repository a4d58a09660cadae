CREATE TABLE alerts (
    customer_id     uuid        NOT NULL,
    alert_id        uuid        NOT NULL,
    -- What belongs together.
    fingerprint     text        NOT NULL,
    kind            text        NOT NULL,
    rule            text        NOT NULL,
    -- The warning, or the grade before the fall: tells whether what comes later is of the same cause.
    cause           text        NOT NULL,
    legal_name      text        NOT NULL,
    -- risk.monitoring.v1.Severity.
    severity        smallint    NOT NULL,
    -- 1 open, 2 acknowledged, 3 resolved.
    state           smallint    NOT NULL,
    text_en         text        NOT NULL,
    text_zh         text        NOT NULL,
    event_ids       uuid[]      NOT NULL,
    event_count     integer     NOT NULL,
    owner           text        NOT NULL,
    due_at          timestamptz NOT NULL,
    opened_at       timestamptz NOT NULL,
    changed_at      timestamptz NOT NULL,
    cause_ended_at  timestamptz,
    acknowledged_by text        NOT NULL,
    acknowledged_at timestamptz,
    resolved_by     text        NOT NULL,
    resolved_at     timestamptz,
    outcome         smallint    NOT NULL,
    resolution      text        NOT NULL,
    history         jsonb       NOT NULL,
    CONSTRAINT alerts_pkey PRIMARY KEY (alert_id),
    CONSTRAINT alerts_resolved_with_outcome CHECK (state <> 3 OR (outcome <> 0 AND resolved_at IS NOT NULL))
);

CREATE UNIQUE INDEX alerts_open_once ON alerts (fingerprint) WHERE state <> 3;
CREATE INDEX alerts_of_fingerprint ON alerts (fingerprint, alert_id);
CREATE INDEX alerts_unresolved ON alerts (alert_id) WHERE state <> 3;
CREATE INDEX alerts_by_state ON alerts (state, alert_id);
CREATE INDEX alerts_of_customer ON alerts (customer_id, alert_id);
