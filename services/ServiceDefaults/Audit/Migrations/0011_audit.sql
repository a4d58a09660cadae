-- Who did what, when, on whom. Entries are added in the transaction of the change; nobody but the owner of the schema
-- can change or remove them, and a change shows in the chain.
create table audit_entries (
  row_id          bigint generated always as identity,
  xid             xid8 not null default pg_current_xact_id(),
  recorded_at     timestamptz not null default now(),
  at              timestamptz not null,
  actor           text not null,
  actor_name      text not null,
  action          text not null,
  subject         text not null,
  cause           text,
  payload         bytea not null,
  payload_sha256  bytea not null check (length(payload_sha256) = 32),
  primary key (xid, row_id)
);

-- The chain: each link holds the SHA-256 over the link before it and over every field of its entry.
create table audit_links (
  link    bigint primary key,
  xid     xid8 not null,
  row_id  bigint not null,
  hash    bytea not null check (length(hash) = 32)
);

-- Signed heads of the other services' chains, so that a chain cannot be rewritten by whoever owns one schema.
create table audit_witnesses (
  source     text not null,
  link       bigint not null,
  hash       bytea not null check (length(hash) = 32),
  sealed_at  timestamptz not null,
  key_id     text not null,
  signature  bytea not null,
  primary key (source, link, hash)
);
