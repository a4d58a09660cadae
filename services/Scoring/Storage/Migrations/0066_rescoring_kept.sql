-- A rescoring leaves the scores alone that rest on the same facts, models, software and day, unless it is told to score
-- everybody anew.
ALTER TABLE rescorings
    ADD COLUMN anew                boolean NOT NULL DEFAULT false,
    ADD COLUMN customers_unchanged bigint  NOT NULL DEFAULT 0;
