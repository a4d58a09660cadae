CREATE TABLE covers (
    cover_id          uuid           NOT NULL,
    customer_id       uuid           NOT NULL,
    -- Numbers of risk.scoring.v1.CoverKind.
    kind              smallint       NOT NULL,
    provider          text           NOT NULL,
    currency_code     text           NOT NULL,
    amount            numeric(22, 4) NOT NULL,
    -- What is left of it after the insurer's share or the haircut.
    share             numeric(7, 6)  NOT NULL,
    valid_until       date,
    stop_shipment_on  date,
    reference         text           NOT NULL,
    recorded_by       text           NOT NULL,
    recorded_by_owner text           NOT NULL,
    recorded_at       timestamptz    NOT NULL,
    ended_by          text           NOT NULL,
    ended_by_owner    text           NOT NULL,
    ended_at          timestamptz,
    end_reason        text           NOT NULL,
    CONSTRAINT covers_pkey PRIMARY KEY (cover_id),
    CONSTRAINT covers_amount_positive CHECK (amount > 0),
    CONSTRAINT covers_share_within_one CHECK (share > 0 AND share <= 1),
    CONSTRAINT covers_second_person CHECK (ended_at IS NULL OR ended_by_owner NOT IN ('', recorded_by_owner))
);

CREATE INDEX covers_of_customer ON covers (customer_id, cover_id DESC);
CREATE INDEX covers_standing ON covers (customer_id) WHERE ended_at IS NULL;

CREATE TABLE conditions (
    condition_id   uuid        NOT NULL,
    customer_id    uuid        NOT NULL,
    text           text        NOT NULL,
    due_on         date,
    added_by       text        NOT NULL,
    added_by_owner text        NOT NULL,
    added_at       timestamptz NOT NULL,
    met_by         text        NOT NULL,
    met_by_owner   text        NOT NULL,
    met_at         timestamptz,
    evidence       text        NOT NULL,
    CONSTRAINT conditions_pkey PRIMARY KEY (condition_id),
    CONSTRAINT conditions_second_person CHECK (met_at IS NULL OR met_by_owner NOT IN ('', added_by_owner))
);

CREATE INDEX conditions_of_customer ON conditions (customer_id, condition_id DESC);
CREATE INDEX conditions_unmet ON conditions (customer_id) WHERE met_at IS NULL;

ALTER TABLE credit_accounts
    ADD COLUMN group_limit numeric(22, 4),
    ADD COLUMN dunning_level integer NOT NULL DEFAULT 0,
    ADD CONSTRAINT credit_accounts_group_limit_not_negative CHECK (group_limit >= 0),
    ADD CONSTRAINT credit_accounts_dunning_level CHECK (dunning_level BETWEEN 0 AND 9);

ALTER TABLE limit_changes
    ADD COLUMN proposed_group_limit numeric(22, 4),
    ADD COLUMN former_group_limit numeric(22, 4);

-- Open orders that are to be delivered on a day.
CREATE INDEX ledger_lines_later_orders ON ledger_lines (customer_id, due_on)
    WHERE stage = 2 AND open_amount > 0 AND due_on IS NOT NULL;
