-- The decision log: what an order was decided from, from which the verdict follows byte for byte. The verdict itself, as
-- it was given, is in the audit log of the same transaction; so are those given until now.
DROP TABLE order_verdicts;

CREATE TABLE order_decisions (
    customer_id    uuid        NOT NULL,
    verdict_id     uuid        NOT NULL,
    -- The clock of the database, which makes the months too.
    recorded_at    timestamptz NOT NULL DEFAULT now(),
    -- Where the audit entry with the verdict is.
    xid            xid8        NOT NULL DEFAULT pg_current_xact_id(),
    -- Numbers of risk.scoring.v1.DecisionCause and OrderOutcome.
    cause          smallint    NOT NULL,
    outcome        smallint    NOT NULL,
    order_system   text        NOT NULL,
    order_id       text        NOT NULL,
    requested_by   text        NOT NULL,
    -- risk.scoring.v1.DecisionInput, binary.
    input          bytea       NOT NULL,
    -- SHA-256 of the bytes of risk.scoring.v1.OrderVerdict.
    verdict_sha256 bytea       NOT NULL,
    CONSTRAINT order_decisions_pkey PRIMARY KEY (verdict_id, recorded_at)
) PARTITION BY RANGE (recorded_at);

CREATE INDEX order_decisions_of_customer ON order_decisions (customer_id, verdict_id DESC);

-- Takes what no month takes, so that a missing month never stops an order.
CREATE TABLE order_decisions_other PARTITION OF order_decisions DEFAULT;

-- Makes the months from the first that something was recorded in without one, and from the current one on. What lies in
-- the default partition moves. The runtime role may call it, but not create tables by itself.
CREATE FUNCTION ensure_decision_months(months_ahead integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET timezone = 'UTC' AS $$
DECLARE
    month timestamptz;
    part text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('decision months ' || current_schema(), 0));
    FOREACH month IN ARRAY ARRAY(
        SELECT date_trunc('month', now()) + make_interval(months => ahead) FROM generate_series(0, months_ahead) ahead
        UNION SELECT date_trunc('month', recorded_at) FROM order_decisions_other ORDER BY 1)
    LOOP
        part := 'order_decisions_' || to_char(month, 'YYYYMM');
        CONTINUE WHEN to_regclass(part) IS NOT NULL;
        EXECUTE format('CREATE TABLE %I (LIKE order_decisions INCLUDING ALL)', part);
        -- Attaching locks the default partition in any case; before it, nobody may add to the month.
        LOCK TABLE order_decisions_other IN ACCESS EXCLUSIVE MODE;
        EXECUTE format('WITH moved AS (DELETE FROM order_decisions_other WHERE recorded_at >= %L AND recorded_at < %L '
            'RETURNING *) INSERT INTO %I SELECT * FROM moved', month, month + interval '1 month', part);
        EXECUTE format('ALTER TABLE order_decisions ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
            part, month, month + interval '1 month');
    END LOOP;
END $$;

SELECT ensure_decision_months(3);

-- Drops whole months that ended before so many months ago; answers how many. Never less than a year is kept. Orders do
-- not wait behind it for long: what cannot be had at once is tried again later.
CREATE FUNCTION drop_decision_months(months_kept integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET timezone = 'UTC' SET lock_timeout = '500ms' AS $$
DECLARE
    part text;
    oldest text := to_char(now() - make_interval(months => greatest(months_kept, 12)), 'YYYYMM');
    dropped integer := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('decision months ' || current_schema(), 0));
    FOREACH part IN ARRAY ARRAY(
        SELECT c.relname::text FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'order_decisions'::regclass AND c.relname ~ '^order_decisions_[0-9]{6}$'
            AND right(c.relname, 6) < oldest)
    LOOP
        EXECUTE format('DROP TABLE %I', part);
        dropped := dropped + 1;
    END LOOP;
    RETURN dropped;
END $$;

-- Rules that came with the software, so that what they decided can be decided anew after an update.
CREATE TABLE shipped_policies (
    version integer NOT NULL,
    -- risk.scoring.v1.PolicyRules, binary.
    rules   bytea   NOT NULL,
    CONSTRAINT shipped_policies_pkey PRIMARY KEY (version)
);
