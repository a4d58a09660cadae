CREATE TABLE scores (
    customer_id            uuid          NOT NULL,
    score_id               uuid          NOT NULL,
    -- The day as of which the facts were taken.
    as_of_day              date          NOT NULL,
    as_of                  timestamptz   NOT NULL,
    scored_at              timestamptz   NOT NULL,
    -- Numbers of risk.scoring.v1.ScoreTrigger and Grade.
    trigger                smallint      NOT NULL,
    model                  text          NOT NULL,
    model_version          integer       NOT NULL,
    points                 integer       NOT NULL,
    probability_of_default numeric(9, 8) NOT NULL,
    model_grade            smallint      NOT NULL,
    grade                  smallint      NOT NULL,
    confidence             numeric(5, 4) NOT NULL,
    -- The payment behaviour index, 0 to 100, for the order check; null when it is not known.
    payment_index          numeric(5, 2),
    -- risk.scoring.v1.ScoreExplanation as it was calculated, binary.
    explanation            bytea         NOT NULL,
    CONSTRAINT scores_pkey PRIMARY KEY (score_id),
    CONSTRAINT scores_points_within_scale CHECK (points BETWEEN 0 AND 1000),
    CONSTRAINT scores_probability_within_one CHECK (probability_of_default BETWEEN 0 AND 1),
    CONSTRAINT scores_grade_known CHECK (grade BETWEEN 1 AND 10 AND model_grade BETWEEN 1 AND 10)
);

CREATE INDEX scores_of_customer ON scores (customer_id, scored_at DESC, score_id DESC);
CREATE INDEX scores_as_of ON scores (customer_id, as_of DESC, scored_at DESC);

-- The score that counts now: the one with the newest as_of; of two, the later one.
CREATE TABLE customer_grades (
    customer_id   uuid          NOT NULL,
    score_id      uuid          NOT NULL,
    grade         smallint      NOT NULL,
    points        integer       NOT NULL,
    payment_index numeric(5, 2),
    as_of         timestamptz   NOT NULL,
    scored_at     timestamptz   NOT NULL,
    CONSTRAINT customer_grades_pkey PRIMARY KEY (customer_id)
);

-- Customers whose facts have changed since they were scored. Many changes make one score: a row becomes due when the
-- customer has been quiet for a moment, and at the latest a while after the first change.
CREATE TABLE rescore_queue (
    customer_id   uuid        NOT NULL,
    first_at      timestamptz NOT NULL,
    due_at        timestamptz NOT NULL,
    -- Counts the changes, so that one that comes while the customer is being scored is not lost.
    changes       bigint      NOT NULL,
    claimed_until timestamptz,
    CONSTRAINT rescore_queue_pkey PRIMARY KEY (customer_id)
);

CREATE INDEX rescore_queue_due_at ON rescore_queue (due_at);
