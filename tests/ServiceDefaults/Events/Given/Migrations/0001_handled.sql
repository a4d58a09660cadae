-- What the reaction of the tests has done, in the order in which it did it.
create table handled (
  id         bigint generated always as identity primary key,
  event_id   uuid not null,
  partition  integer not null,
  sequence   bigint not null,
  subject    text not null,
  name       text not null,
  trace_id   text
);
