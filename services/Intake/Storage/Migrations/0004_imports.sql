-- Imports, the rows that they refused, and mappings that callers keep.
CREATE TABLE imports (
    import_id            uuid        NOT NULL,
    file_name            text        NOT NULL,
    mapping              text        NOT NULL,
    mapping_sha256       text        NOT NULL,
    all_or_nothing       boolean     NOT NULL,
    state                smallint    NOT NULL,
    rows_read            bigint      NOT NULL,
    rows_recorded        bigint      NOT NULL,
    rows_repeated        bigint      NOT NULL,
    rows_refused         bigint      NOT NULL,
    customers_registered bigint      NOT NULL,
    statements_filed     bigint      NOT NULL,
    documents_recorded   bigint      NOT NULL,
    started_at           timestamptz NOT NULL,
    beat_at              timestamptz NOT NULL,
    ended_at             timestamptz,
    started_by           text        NOT NULL,
    failure_en           text        NOT NULL,
    failure_zh           text        NOT NULL,
    CONSTRAINT imports_pkey PRIMARY KEY (import_id),
    CONSTRAINT imports_state_is_known CHECK (state BETWEEN 1 AND 3),
    CONSTRAINT imports_end_with_a_time CHECK ((state = 1) = (ended_at IS NULL))
);

CREATE INDEX imports_running ON imports (beat_at) WHERE state = 1;

CREATE TABLE refused_rows (
    import_id uuid   NOT NULL,
    ordinal   bigint NOT NULL,
    line      bigint NOT NULL,
    field     text   NOT NULL,
    rule      text   NOT NULL,
    reason_en text   NOT NULL,
    reason_zh text   NOT NULL,
    value     text   NOT NULL,
    CONSTRAINT refused_rows_pkey PRIMARY KEY (import_id, ordinal),
    CONSTRAINT refused_rows_of_an_import FOREIGN KEY (import_id) REFERENCES imports
);

CREATE TABLE mappings (
    name       text        COLLATE "C" NOT NULL,
    yaml       text        NOT NULL,
    sha256     text        NOT NULL,
    changed_at timestamptz NOT NULL,
    changed_by text        NOT NULL,
    CONSTRAINT mappings_pkey PRIMARY KEY (name)
);
