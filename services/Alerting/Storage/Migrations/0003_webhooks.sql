CREATE TABLE subscriptions (
    subscription_id   uuid        NOT NULL,
    url               text        NOT NULL,
    severity_at_least smallint    NOT NULL,
    -- Empty means all.
    kinds             text[]      NOT NULL,
    -- Encrypted where the settings name a key.
    secret            bytea       NOT NULL,
    disabled          boolean     NOT NULL,
    created_by        text        NOT NULL,
    created_at        timestamptz NOT NULL,
    -- The caller's id of the request, so that its repetition finds what it has made.
    caller_id         text        NOT NULL,
    request_id        text        NOT NULL,
    request_sha256    bytea       NOT NULL,
    -- Failed attempts since the last success.
    failures          integer     NOT NULL,
    -- The target has asked to be left alone until then.
    resume_at         timestamptz NOT NULL,
    CONSTRAINT subscriptions_pkey PRIMARY KEY (subscription_id)
);

CREATE UNIQUE INDEX subscriptions_request_once ON subscriptions (caller_id, request_id) WHERE request_id <> '';

-- What is posted, once for all subscriptions. The id is that of the event.
CREATE TABLE messages (
    message_id  uuid        NOT NULL,
    customer_id uuid        NOT NULL,
    alert_id    uuid        NOT NULL,
    traceparent text        NOT NULL,
    body        bytea       NOT NULL,
    created_at  timestamptz NOT NULL,
    CONSTRAINT messages_pkey PRIMARY KEY (message_id)
);

CREATE INDEX messages_by_age ON messages (created_at);

CREATE TABLE deliveries (
    subscription_id uuid        NOT NULL,
    message_id      uuid        NOT NULL,
    -- 1 pending, 2 delivered, 3 given up.
    state           smallint    NOT NULL,
    -- Attempts ever, and since somebody last asked for it.
    attempts        integer     NOT NULL,
    attempts_in_row integer     NOT NULL,
    due_at          timestamptz NOT NULL,
    -- Until when an instance has it; one that dies is succeeded by another.
    leased_until    timestamptz,
    created_at      timestamptz NOT NULL,
    CONSTRAINT deliveries_pkey PRIMARY KEY (subscription_id, message_id),
    CONSTRAINT deliveries_subscription FOREIGN KEY (subscription_id)
        REFERENCES subscriptions (subscription_id) ON DELETE CASCADE,
    CONSTRAINT deliveries_message FOREIGN KEY (message_id) REFERENCES messages (message_id) ON DELETE CASCADE
) WITH (fillfactor = 80);

CREATE INDEX deliveries_due ON deliveries (subscription_id, due_at) WHERE state = 1;
CREATE INDEX deliveries_of_time ON deliveries (subscription_id, created_at);
CREATE INDEX deliveries_of_message ON deliveries (message_id);

CREATE TABLE attempts (
    subscription_id       uuid        NOT NULL,
    attempt_id            uuid        NOT NULL,
    message_id            uuid        NOT NULL,
    number                integer     NOT NULL,
    attempted_at          timestamptz NOT NULL,
    -- 0 when there was no answer.
    status_code           integer     NOT NULL,
    error                 text        NOT NULL,
    duration_milliseconds integer     NOT NULL,
    next_attempt_at       timestamptz,
    CONSTRAINT attempts_pkey PRIMARY KEY (subscription_id, attempt_id),
    CONSTRAINT attempts_delivery FOREIGN KEY (subscription_id, message_id)
        REFERENCES deliveries (subscription_id, message_id) ON DELETE CASCADE
);

CREATE INDEX attempts_of_delivery ON attempts (subscription_id, message_id);
