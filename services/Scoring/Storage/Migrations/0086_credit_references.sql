-- What others say about a customer's credit, as it was known from each change on: limits are proposed from it. Objects of
-- kind, given_by, currency_code, amount, stated_on, valid_until, experience (numbers of risk.intake.v1) and source.
ALTER TABLE customer_versions ADD COLUMN credit_references jsonb NOT NULL DEFAULT '[]';
