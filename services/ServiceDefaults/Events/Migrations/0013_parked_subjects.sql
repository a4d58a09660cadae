-- A service that decides on a subject asks whether one of its events could not be handled.
create index parked_events_of_subject on parked_events (subject) where replayed_at is null;
