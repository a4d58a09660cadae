-- The event log: rows are written in the transaction that changes the state, and never changed afterwards.
-- recorded_at is the clock of the database, so that the month's partition always exists.
create table outbox (
  row_id       bigint generated always as identity,
  xid          xid8 not null default pg_current_xact_id(),
  recorded_at  timestamptz not null default now(),
  event_id     uuid not null,
  type         text not null,
  subject      text not null check (length(subject) between 1 and 200),
  partition    smallint not null check (partition between 0 and 15),
  time         timestamptz not null,
  body         bytea not null,
  traceparent  text,
  primary key (xid, row_id, recorded_at)
) partition by range (recorded_at);

-- The numbers that the relay gives, in an order that no later commit can change.
create table outbox_numbers (
  partition    smallint not null,
  sequence     bigint not null,
  xid          xid8 not null,
  row_id       bigint not null,
  recorded_at  timestamptz not null,
  primary key (partition, sequence, recorded_at)
) partition by range (recorded_at);

-- How far each partition is numbered. Written by the one relay that holds the lock.
create table outbox_heads (
  partition    smallint primary key check (partition between 0 and 15),
  sequence     bigint not null default 0,
  xid          xid8 not null default '0',
  row_id       bigint not null default 0
) with (fillfactor = 50);
insert into outbox_heads (partition) select generate_series(0, 15);

-- How far each partition is published. Apart from the heads, so that numbering never waits for the broker.
create table outbox_published (
  partition    smallint primary key check (partition between 0 and 15),
  sequence     bigint not null default 0
) with (fillfactor = 50);
insert into outbox_published (partition) select generate_series(0, 15);

-- Makes the months from the current one on. The runtime role may call it, but not create tables by itself.
create function ensure_outbox_months(months_ahead integer) returns void
language plpgsql security definer set search_path from current as $$
declare
  month date;
begin
  perform pg_advisory_xact_lock(hashtextextended('outbox months ' || current_schema(), 0));
  for month in
    select generate_series(date_trunc('month', now() at time zone 'UTC'),
                           date_trunc('month', now() at time zone 'UTC') + make_interval(months => months_ahead),
                           interval '1 month')
  loop
    execute format('create table if not exists outbox_%s partition of outbox for values from (%L) to (%L)',
                   to_char(month, 'YYYYMM'), month::timestamp at time zone 'UTC',
                   (month + interval '1 month') at time zone 'UTC');
    execute format('create table if not exists outbox_numbers_%s partition of outbox_numbers for values from (%L) to (%L)',
                   to_char(month, 'YYYYMM'), month::timestamp at time zone 'UTC',
                   (month + interval '1 month') at time zone 'UTC');
  end loop;
end $$;
select ensure_outbox_months(3);

-- How far this service has handled each producer's partitions: saved in the transaction of the effect.
create table cursors (
  producer     text not null,
  partition    smallint not null check (partition between 0 and 15),
  sequence     bigint not null default 0,
  xid          xid8 not null default '0',
  row_id       bigint not null default 0,
  applied_at   timestamptz not null default now(),
  primary key (producer, partition)
) with (fillfactor = 50);

-- Events that could not be handled; the partition went on without them.
create table parked_events (
  event_id     uuid primary key,
  producer     text not null,
  partition    smallint not null,
  sequence     bigint not null,
  xid          xid8 not null,
  row_id       bigint not null,
  type         text not null,
  subject      text not null,
  time         timestamptz not null,
  traceparent  text,
  body         bytea not null,
  error        text not null,
  attempts     integer not null,
  parked_at    timestamptz not null default now(),
  replayed_at  timestamptz
);
create index parked_events_open on parked_events (parked_at, event_id) where replayed_at is null;
