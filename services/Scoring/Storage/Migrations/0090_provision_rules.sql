-- By what losses are expected. Versions below 1,000 come with the software and are not in the table.
CREATE TABLE provision_rules (
    version           integer     NOT NULL GENERATED ALWAYS AS IDENTITY (START WITH 1000),
    -- Numbers of risk.scoring.v1.PolicyState: 1 pending, 2 in force, 3 superseded, 4 rejected.
    state             smallint    NOT NULL,
    -- risk.scoring.v1.ProvisionRules, binary.
    rules             bytea       NOT NULL,
    reason            text        NOT NULL,
    proposed_by       text        NOT NULL,
    proposed_by_owner text        NOT NULL,
    proposed_at       timestamptz NOT NULL,
    decided_by        text        NOT NULL,
    decided_by_owner  text        NOT NULL,
    decided_at        timestamptz,
    CONSTRAINT provision_rules_pkey PRIMARY KEY (version),
    CONSTRAINT provision_rules_second_person CHECK (
        state NOT IN (2, 3) OR decided_by_owner NOT IN ('', proposed_by_owner))
);

CREATE UNIQUE INDEX provision_rules_in_force_once ON provision_rules (state) WHERE state = 2;
