-- What orders are checked by. Versions below 1,000 come with the software and are not in the table.
CREATE TABLE policies (
    version           integer     NOT NULL GENERATED ALWAYS AS IDENTITY (START WITH 1000),
    -- 1 pending, 2 in force, 3 superseded, 4 rejected.
    state             smallint    NOT NULL,
    -- risk.scoring.v1.PolicyRules, binary.
    rules             bytea       NOT NULL,
    reason            text        NOT NULL,
    proposed_by       text        NOT NULL,
    proposed_by_owner text        NOT NULL,
    proposed_at       timestamptz NOT NULL,
    decided_by        text        NOT NULL,
    decided_by_owner  text        NOT NULL,
    decided_at        timestamptz,
    CONSTRAINT policies_pkey PRIMARY KEY (version),
    CONSTRAINT policies_second_person CHECK (
        state NOT IN (2, 3) OR decided_by_owner NOT IN ('', proposed_by_owner))
);

-- Head of the customer's group, for rules and limits of groups; null while it is alone.
ALTER TABLE credit_accounts ADD COLUMN group_id uuid;

CREATE INDEX credit_accounts_of_group ON credit_accounts (group_id) WHERE group_id IS NOT NULL;

CREATE UNIQUE INDEX policies_in_force_once ON policies (state) WHERE state = 2;
