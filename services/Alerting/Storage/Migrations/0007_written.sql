-- What is newer is what was written later under the customer's lock, not what has the later place in the log.
ALTER TABLE heard RENAME COLUMN sequence TO written;
