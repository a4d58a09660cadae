-- A person's grade in place of the model's, for a while.
CREATE TABLE grade_overrides (
    grade_override_id uuid        NOT NULL,
    customer_id       uuid        NOT NULL,
    -- Numbers of risk.scoring.v1.Grade and GradeOverrideState.
    grade             smallint    NOT NULL,
    state             smallint    NOT NULL,
    reason            text        NOT NULL,
    valid_until       date        NOT NULL,
    proposed_by       text        NOT NULL,
    proposed_by_owner text        NOT NULL,
    proposed_at       timestamptz NOT NULL,
    decided_by        text        NOT NULL,
    decided_by_owner  text        NOT NULL,
    decided_at        timestamptz,
    ended_by          text        NOT NULL,
    ended_at          timestamptz,
    CONSTRAINT grade_overrides_pkey PRIMARY KEY (grade_override_id),
    CONSTRAINT grade_overrides_grade_known CHECK (grade BETWEEN 1 AND 9),
    CONSTRAINT grade_overrides_second_person CHECK (
        state IN (1, 3) OR decided_by_owner NOT IN ('', proposed_by_owner))
);

CREATE INDEX grade_overrides_of_customer ON grade_overrides (customer_id, grade_override_id DESC);
CREATE UNIQUE INDEX grade_overrides_active_once ON grade_overrides (customer_id) WHERE state = 2;
CREATE INDEX grade_overrides_expiring ON grade_overrides (valid_until) WHERE state = 2;

-- The grade by model and rules beside the one that counts, and the last day of the override that made the difference.
ALTER TABLE scores
    ADD COLUMN ruled_grade smallint,
    ADD COLUMN overridden_until date;

-- An override counts up to its last day, though no later score says that it has expired.
CREATE OR REPLACE FUNCTION score_on(customer uuid, day date)
    RETURNS TABLE (score_id uuid, grade smallint, points integer, payment_index numeric, as_of timestamptz)
    LANGUAGE sql STABLE AS $$
    SELECT s.score_id, CASE WHEN s.overridden_until < day THEN s.ruled_grade ELSE s.grade END, s.points,
        s.payment_index, s.as_of
    FROM scores s
    WHERE s.customer_id = customer AND s.as_of_day <= day
    ORDER BY s.as_of DESC, s.scored_at DESC LIMIT 1
$$;
