-- Commercial documents. Never changed: what corrects a document is another document.
CREATE TABLE documents (
    document_id         uuid          NOT NULL,
    customer_id         uuid          NOT NULL,
    kind                smallint      NOT NULL,
    ref_system          text          COLLATE "C" NOT NULL,
    ref_id              text          COLLATE "C" NOT NULL,
    amount              numeric(22,4) NOT NULL,
    currency_code       text          NOT NULL,
    net_amount          numeric(22,4),
    issued_on           date          NOT NULL,
    due_on              date,
    terms_net_days      smallint,
    terms_end_of_month  boolean,
    terms_advance_share numeric(9,8),
    terms_method        smallint,
    terms_code          text,
    links               jsonb         NOT NULL,
    remark              text          NOT NULL,
    reservation_id      text          NOT NULL,
    retention_amount    numeric(22,4),
    retention_due_on    date,
    content_hash        bytea         NOT NULL,
    recorded_at         timestamptz   NOT NULL,
    recorded_by         text          NOT NULL,
    import_id           uuid,
    CONSTRAINT documents_pkey PRIMARY KEY (document_id),
    CONSTRAINT documents_external_ref_once UNIQUE (ref_id, ref_system, kind),
    CONSTRAINT documents_of_a_customer FOREIGN KEY (customer_id) REFERENCES customers,
    CONSTRAINT documents_kind_is_known CHECK (kind BETWEEN 1 AND 14),
    CONSTRAINT documents_amount_is_positive CHECK (amount > 0),
    CONSTRAINT documents_net_amount_within_amount CHECK (net_amount BETWEEN 0 AND amount),
    CONSTRAINT documents_due_after_issued CHECK (kind NOT IN (3, 7) OR due_on >= issued_on),
    CONSTRAINT documents_retention_within_amount CHECK (retention_amount BETWEEN 0 AND amount)
);

CREATE INDEX documents_by_customer ON documents (customer_id, document_id);
CREATE INDEX documents_by_import ON documents (import_id, document_id) WHERE import_id IS NOT NULL;
