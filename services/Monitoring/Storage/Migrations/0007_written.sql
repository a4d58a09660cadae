-- What tells the newer state of a customer is when it was written under the customer's lock, not its place in the log.
ALTER TABLE credit_days RENAME COLUMN sequence TO written;
ALTER TABLE exposure_days RENAME COLUMN sequence TO written;
ALTER TABLE grade_days RENAME COLUMN sequence TO written;
ALTER TABLE exchange_rates RENAME COLUMN sequence TO written;
