-- The whole portfolio scored anew: customers in the order of their ids, batch by batch. Whoever holds the lease works.
CREATE TABLE rescorings (
    rescoring_id     uuid        NOT NULL,
    -- Numbers of risk.scoring.v1.RescoringState.
    state            smallint    NOT NULL,
    reason           text        NOT NULL,
    requested_by     text        NOT NULL,
    requested_at     timestamptz NOT NULL,
    started_at       timestamptz,
    finished_at      timestamptz,
    cancelled_by     text        NOT NULL,
    customers_total  bigint      NOT NULL,
    customers_done   bigint      NOT NULL,
    customers_scored bigint      NOT NULL,
    grades_changed   bigint      NOT NULL,
    -- Customers up to this one are done.
    last_customer_id uuid        NOT NULL,
    worker           uuid,
    lease_until      timestamptz,
    CONSTRAINT rescorings_pkey PRIMARY KEY (rescoring_id)
);

CREATE UNIQUE INDEX rescorings_one_at_a_time ON rescorings ((state < 3)) WHERE state < 3;
