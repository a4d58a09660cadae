-- Ratings by agencies, market values, and documents that move nothing: promises, reschedulings, returns.
ALTER TABLE customers ADD COLUMN external_ratings jsonb NOT NULL DEFAULT '[]';

ALTER TABLE statements ADD COLUMN market_value_of_equity numeric(28,8);

ALTER TABLE documents
    DROP CONSTRAINT documents_kind_is_known,
    DROP CONSTRAINT documents_due_after_issued,
    ADD CONSTRAINT documents_kind_is_known CHECK (kind BETWEEN 1 AND 20),
    ADD CONSTRAINT documents_due_after_issued CHECK (kind NOT IN (3, 7, 18) OR due_on >= issued_on);
