CREATE TABLE reservations (
    customer_id      uuid           NOT NULL,
    reservation_id   uuid           NOT NULL,
    verdict_id       uuid           NOT NULL,
    order_system     text           NOT NULL,
    order_id         text           NOT NULL,
    currency_code    text           NOT NULL,
    amount           numeric(22, 4) NOT NULL,
    confirmed_amount numeric(22, 4),
    -- 1 active, 2 confirmed, 3 cancelled, 4 expired.
    state            smallint       NOT NULL,
    expires_at       timestamptz    NOT NULL,
    created_at       timestamptz    NOT NULL,
    ended_at         timestamptz,
    CONSTRAINT reservations_pkey PRIMARY KEY (reservation_id),
    CONSTRAINT reservations_amount_positive CHECK (amount > 0),
    CONSTRAINT reservations_confirmed_at_most_reserved CHECK (confirmed_amount > 0 AND confirmed_amount <= amount)
);

CREATE INDEX reservations_active ON reservations (customer_id, expires_at) WHERE state = 1;
CREATE INDEX reservations_expiring ON reservations (expires_at) WHERE state = 1;

-- The release list, and what was decided.
CREATE TABLE holds (
    customer_id         uuid           NOT NULL,
    hold_id             uuid           NOT NULL,
    order_system        text           NOT NULL,
    order_id            text           NOT NULL,
    currency_code       text           NOT NULL,
    amount              numeric(22, 4) NOT NULL,
    -- 1 open, 2 released, 3 rejected, 4 superseded.
    state               smallint       NOT NULL,
    -- risk.scoring.v1.OrderVerdict, binary.
    verdict             bytea          NOT NULL,
    grade               smallint       NOT NULL,
    requested_by        text           NOT NULL,
    requested_by_owner  text           NOT NULL,
    held_at             timestamptz    NOT NULL,
    decided_by          text           NOT NULL,
    decided_by_owner    text           NOT NULL,
    decided_at          timestamptz,
    decision_reason     text           NOT NULL,
    -- Up to which value it was released.
    released_amount_max numeric(22, 4),
    CONSTRAINT holds_pkey PRIMARY KEY (hold_id),
    CONSTRAINT holds_second_person CHECK (state <> 2 OR decided_by_owner NOT IN ('', requested_by_owner))
);

CREATE INDEX holds_by_state ON holds (state, hold_id);
CREATE INDEX holds_of_customer ON holds (customer_id, state, hold_id);
CREATE INDEX holds_of_order ON holds (customer_id, order_id, order_system, hold_id) WHERE order_id <> '';
CREATE UNIQUE INDEX holds_open_once ON holds (customer_id, order_id, order_system) WHERE state = 1 AND order_id <> '';

-- Every verdict that was given, as it was given.
CREATE TABLE order_verdicts (
    customer_id   uuid           NOT NULL,
    verdict_id    uuid           NOT NULL,
    outcome       smallint       NOT NULL,
    order_system  text           NOT NULL,
    order_id      text           NOT NULL,
    currency_code text           NOT NULL,
    amount        numeric(22, 4) NOT NULL,
    requested_by  text           NOT NULL,
    decided_at    timestamptz    NOT NULL,
    rules_version integer        NOT NULL,
    -- risk.scoring.v1.OrderVerdict, binary.
    verdict       bytea          NOT NULL,
    CONSTRAINT order_verdicts_pkey PRIMARY KEY (verdict_id)
);

CREATE INDEX order_verdicts_of_customer ON order_verdicts (customer_id, verdict_id DESC);
