CREATE TABLE credit_accounts (
    customer_id           uuid           NOT NULL,
    currency_code         text           NOT NULL,
    -- 0 means no credit; unlimited is a flag, not a number.
    limit_amount          numeric(22, 4) NOT NULL,
    unlimited             boolean        NOT NULL,
    temporary_limit       numeric(22, 4),
    temporary_from        date,
    temporary_until       date,
    net_days_max          integer,
    -- Numbers of risk.intake.v1.PaymentMethod; 0 means any.
    riskiest_method       smallint       NOT NULL,
    valid_until           date,
    order_value_max       numeric(22, 4),
    forced_hold           boolean        NOT NULL,
    version               bigint         NOT NULL,
    changed_at            timestamptz    NOT NULL,
    CONSTRAINT credit_accounts_pkey PRIMARY KEY (customer_id),
    CONSTRAINT credit_accounts_limit_not_negative CHECK (limit_amount >= 0),
    CONSTRAINT credit_accounts_temporary_limit_whole CHECK (
        num_nulls(temporary_limit, temporary_from, temporary_until) IN (0, 3)
        AND coalesce(temporary_limit, 0) >= 0 AND coalesce(temporary_from <= temporary_until, true)),
    CONSTRAINT credit_accounts_net_days CHECK (net_days_max BETWEEN 0 AND 720),
    CONSTRAINT credit_accounts_order_value_positive CHECK (order_value_max > 0)
) WITH (fillfactor = 70);

-- The only way in which limits change.
CREATE TABLE limit_changes (
    limit_change_id          uuid           NOT NULL,
    customer_id              uuid           NOT NULL,
    -- 1 pending, 2 written, 3 rejected, 4 superseded.
    state                    smallint       NOT NULL,
    proposed_currency_code   text           NOT NULL,
    proposed_limit           numeric(22, 4) NOT NULL,
    proposed_unlimited       boolean        NOT NULL,
    proposed_temporary_limit numeric(22, 4),
    proposed_temporary_from  date,
    proposed_temporary_until date,
    former_currency_code     text           NOT NULL,
    former_limit             numeric(22, 4) NOT NULL,
    former_unlimited         boolean        NOT NULL,
    former_temporary_limit   numeric(22, 4),
    former_temporary_from    date,
    former_temporary_until   date,
    reason                   text           NOT NULL,
    needs_second_person      boolean        NOT NULL,
    proposed_by              text           NOT NULL,
    -- Who answers for the credential: two keys of one owner are one person.
    proposed_by_owner        text           NOT NULL,
    proposed_at              timestamptz    NOT NULL,
    decided_by               text           NOT NULL,
    decided_by_owner         text           NOT NULL,
    decided_at               timestamptz,
    CONSTRAINT limit_changes_pkey PRIMARY KEY (limit_change_id),
    CONSTRAINT limit_changes_second_person CHECK (
        NOT (state = 2 AND needs_second_person AND decided_by_owner IN ('', proposed_by_owner)))
);

CREATE INDEX limit_changes_of_customer ON limit_changes (customer_id, limit_change_id DESC);
CREATE UNIQUE INDEX limit_changes_pending_once ON limit_changes (customer_id) WHERE state = 1;

CREATE TABLE exchange_rates (
    from_currency_code text            NOT NULL,
    to_currency_code   text            NOT NULL,
    valid_on           date            NOT NULL,
    source             text            NOT NULL,
    rate               numeric(28, 12) NOT NULL,
    recorded_at        timestamptz     NOT NULL,
    CONSTRAINT exchange_rates_pkey PRIMARY KEY (from_currency_code, to_currency_code, valid_on, source),
    CONSTRAINT exchange_rates_positive CHECK (rate > 0)
);
