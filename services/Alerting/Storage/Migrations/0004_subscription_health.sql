-- Deleted for its keepers; its rows go in small steps behind them.
ALTER TABLE subscriptions ADD COLUMN deleted_at timestamptz;

CREATE INDEX deliveries_given_up ON deliveries (subscription_id) WHERE state = 3;
CREATE INDEX deliveries_pending ON deliveries (message_id) WHERE state = 1;

-- A target that had only answered 503 was left alone until the next attempt of that one message, up to a day.
UPDATE subscriptions SET resume_at = created_at;
