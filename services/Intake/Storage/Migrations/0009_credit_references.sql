-- What suppliers, agencies, insurers and banks say about a customer's credit.
ALTER TABLE customers ADD COLUMN credit_references jsonb NOT NULL DEFAULT '[]';
