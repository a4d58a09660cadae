-- How often the facts of a customer have changed: counted in the transaction that changes them. A score that was made
-- of the same count, by the same models and software, on the same day, is still true.
CREATE TABLE facts_versions (
    customer_id uuid   NOT NULL,
    version     bigint NOT NULL,
    CONSTRAINT facts_versions_pkey PRIMARY KEY (customer_id)
) WITH (fillfactor = 80);

-- What the score that counts rests on. Of scores of a time before, nothing is known: they count as outdated.
ALTER TABLE customer_grades
    ADD COLUMN facts_version      bigint,
    ADD COLUMN champion_version   integer,
    -- 0 when there was no challenger.
    ADD COLUMN challenger_version integer,
    -- The build of the service that reckoned it.
    ADD COLUMN software           uuid;

ALTER TABLE customer_grades SET (fillfactor = 80);
