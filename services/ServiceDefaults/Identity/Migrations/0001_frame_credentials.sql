-- API keys as this service knows them. The key itself is stored nowhere, only its SHA-256.
CREATE TABLE credentials (
    id            text        NOT NULL,
    secret_sha256 bytea       NOT NULL,
    name          text        NOT NULL,
    owner         text        NOT NULL,
    roles         integer     NOT NULL,
    created_at    timestamptz NOT NULL,
    expires_at    timestamptz,
    revoked_at    timestamptz,
    last_used_at  timestamptz,
    changed_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT credentials_pkey PRIMARY KEY (id),
    CONSTRAINT credentials_secret_once UNIQUE (secret_sha256),
    CONSTRAINT credentials_secret_is_sha256 CHECK (length(secret_sha256) = 32)
);

CREATE INDEX credentials_changed_at ON credentials (changed_at);

-- Every instance reads what has changed since it last looked, so a change must show even if its writer forgets to say so.
CREATE FUNCTION credentials_note_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.changed_at := clock_timestamp();
    RETURN NEW;
END $$;

CREATE TRIGGER credentials_note_change
    BEFORE UPDATE OF secret_sha256, name, owner, roles, expires_at, revoked_at ON credentials
    FOR EACH ROW EXECUTE FUNCTION credentials_note_change();
