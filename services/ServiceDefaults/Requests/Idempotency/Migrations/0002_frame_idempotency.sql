-- The first answer to each request id, so that a repeated request is answered with the same bytes.
CREATE TABLE idempotency (
    caller       text        NOT NULL,
    request_id   text        NOT NULL,
    request_hash bytea       NOT NULL,
    response     bytea       NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT idempotency_pkey PRIMARY KEY (caller, request_id)
);

CREATE INDEX idempotency_created_at ON idempotency (created_at);
