-- Legal records and region as they were known from each change on: a score as of a day counts what was known on it.
ALTER TABLE customer_versions
    ADD COLUMN region            text       NOT NULL DEFAULT '',
    ADD COLUMN legal_kinds       smallint[] NOT NULL DEFAULT '{}',
    ADD COLUMN legal_recorded_on date[]     NOT NULL DEFAULT '{}',
    ADD COLUMN legal_ended_on    date[]     NOT NULL DEFAULT '{}';

-- Until now only the newest records were kept: of each version those that were dated by then.
UPDATE customer_versions v SET
    legal_kinds = known.kinds, legal_recorded_on = known.recorded_on, legal_ended_on = known.ended_on
FROM (
    SELECT o.customer_id, o.changed_at, array_agg(r.kind ORDER BY r.place) AS kinds,
        array_agg(r.recorded_on ORDER BY r.place) AS recorded_on, array_agg(r.ended_on ORDER BY r.place) AS ended_on
    FROM customer_versions o
    JOIN legal_records r ON r.customer_id = o.customer_id
        AND r.recorded_on <= (o.changed_at AT TIME ZONE 'UTC')::date
    GROUP BY o.customer_id, o.changed_at) known
WHERE known.customer_id = v.customer_id AND known.changed_at = v.changed_at;

UPDATE customer_versions v SET region = c.region
FROM customers c WHERE c.customer_id = v.customer_id AND c.changed_at = v.changed_at;
