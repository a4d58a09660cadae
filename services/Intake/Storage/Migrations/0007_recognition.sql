-- What an import compares with is what is known now, not what a customer was once registered with.
ALTER TABLE customers DROP COLUMN content_hash;

-- One file may hold two versions of one statement; in which order they are inserted is chance.
ALTER TABLE statements ALTER CONSTRAINT statements_supersede_a_statement DEFERRABLE INITIALLY DEFERRED;

-- Registry numbers are unique per court or registry only, and a group may share one VAT number: these say who is alike,
-- not who is who. USCC, LEI and D-U-N-S name one company each.
ALTER TABLE customer_identifiers DROP CONSTRAINT customer_identifiers_name_one_customer;
CREATE UNIQUE INDEX customer_identifiers_name_one_customer
    ON customer_identifiers (scheme, country_code, value) WHERE scheme IN (1, 2, 3);
