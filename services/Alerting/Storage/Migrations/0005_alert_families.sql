-- An alert gathers what is of one family, such as all that tells of late payment: one change is one alert.
ALTER TABLE alerts
    ADD COLUMN family text,
    -- What stands behind it: the newest warning of each rule, and the fall of the grade.
    ADD COLUMN causes jsonb;

UPDATE alerts SET
    family = CASE
        WHEN kind = 'GRADE_DROPPED' OR rule = 'GRADE_FELL' THEN 'grade'
        WHEN rule IN ('OLDEST_ITEM_OVERDUE', 'OVERDUE_SHARE_HIGH', 'PAYS_BEYOND_TERMS', 'PAYS_SLOWER',
                      'DRAFT_DISHONOURED') THEN 'payment'
        WHEN rule = 'LIMIT_EXCEEDED' THEN 'limit'
        WHEN rule IN ('COURT_RECORD', 'INSOLVENCY_OR_SANCTIONS') THEN 'legal'
        WHEN rule = 'DISPUTES_MANY' THEN 'dispute'
        ELSE lower(rule) END,
    causes = jsonb_build_array(jsonb_strip_nulls(jsonb_build_object(
        'rule', rule,
        'warningId', CASE WHEN kind = 'WARNING' THEN cause ELSE '' END,
        'gradeBefore', CASE WHEN kind = 'GRADE_DROPPED' THEN
            array_position(ARRAY['Aaa', 'Aa', 'A', 'Bbb', 'Bb', 'B', 'Ccc', 'Cc', 'C', 'D'], cause) END,
        'severity', severity,
        'text', jsonb_build_object('en', text_en, 'zh', text_zh),
        'raisedAt', opened_at,
        'endedAt', cause_ended_at)));

UPDATE alerts SET kind = 'GRADE_DROPPED' WHERE family = 'grade';

-- Where several of a family are not resolved, the first goes on for all; the others stay as they are until people
-- resolve them.
UPDATE alerts a SET fingerprint = family || ':' || customer_id
WHERE state = 3 OR NOT EXISTS (
    SELECT FROM alerts earlier
    WHERE earlier.customer_id = a.customer_id AND earlier.family = a.family AND earlier.state <> 3
      AND earlier.alert_id < a.alert_id);

UPDATE alerts a SET
    causes = family.causes, severity = family.severity, due_at = family.due_at, cause_ended_at = family.cause_ended_at
FROM (
    SELECT customer_id, family, jsonb_agg(causes -> 0 ORDER BY alert_id) AS causes, max(severity) AS severity,
        min(due_at) AS due_at,
        CASE WHEN bool_and(cause_ended_at IS NOT NULL) THEN max(cause_ended_at) END AS cause_ended_at
    FROM alerts WHERE state <> 3 GROUP BY customer_id, family) family
WHERE a.state <> 3 AND a.customer_id = family.customer_id AND a.family = family.family
  AND a.fingerprint = a.family || ':' || a.customer_id;

ALTER TABLE alerts
    ALTER COLUMN family SET NOT NULL,
    ALTER COLUMN causes SET NOT NULL,
    DROP COLUMN cause;

-- The newest event that was heard of each customer and rule, so that one that comes late undoes nothing. No rule means
-- the grade.
CREATE TABLE heard (
    customer_id uuid   NOT NULL,
    rule        text   NOT NULL,
    sequence    bigint NOT NULL,
    CONSTRAINT heard_pkey PRIMARY KEY (customer_id, rule)
) WITH (fillfactor = 80);
