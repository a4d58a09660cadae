-- Why the customer is to be scored again: numbers of risk.scoring.v1.ScoreTrigger.
ALTER TABLE rescore_queue ADD COLUMN trigger smallint NOT NULL DEFAULT 2;
