-- Parts of an invoice or order with days of their own, and kinds of documents that clear, close and change others.
ALTER TABLE documents
    ADD COLUMN instalments jsonb NOT NULL DEFAULT '[]',
    DROP CONSTRAINT documents_kind_is_known,
    ADD CONSTRAINT documents_kind_is_known CHECK (kind BETWEEN 1 AND 17) NOT VALID;
ALTER TABLE documents VALIDATE CONSTRAINT documents_kind_is_known;
