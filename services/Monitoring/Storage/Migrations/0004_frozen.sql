-- What can change no more of the documents that settle one another: those are not read again, unless something comes
-- that names one of them, or that belongs before their end.
ALTER TABLE documents
    ADD COLUMN frozen  boolean NOT NULL DEFAULT false,
    -- Of an invoice that is not frozen, what frozen documents have settled: "day amount kind", joined by semicolons.
    ADD COLUMN carried text;

-- Whether a frozen document bears this name, or waits for who does.
ALTER TABLE document_keys ADD COLUMN frozen boolean NOT NULL DEFAULT false;

DROP INDEX documents_component;
CREATE INDEX documents_component ON documents (customer_id, component_id, frozen);

-- Up to which day the credits of a component are frozen.
CREATE TABLE component_horizons (
    customer_id  uuid NOT NULL,
    component_id uuid NOT NULL,
    until        date NOT NULL,
    CONSTRAINT component_horizons_pkey PRIMARY KEY (customer_id, component_id)
);

-- Rows that are added to again and again stay on their page, and out of the indexes.
ALTER TABLE receivable_days SET (fillfactor = 70);
ALTER TABLE evaluation_queue SET (fillfactor = 70);
