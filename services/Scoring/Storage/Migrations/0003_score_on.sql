-- The score that counted on a day: the one with the newest facts until then, and of two the later one.
CREATE FUNCTION score_on(customer uuid, day date)
    RETURNS TABLE (score_id uuid, grade smallint, points integer, payment_index numeric, as_of timestamptz)
    LANGUAGE sql STABLE AS $$
    SELECT s.score_id, s.grade, s.points, s.payment_index, s.as_of FROM scores s
    WHERE s.customer_id = customer AND s.as_of_day <= day
    ORDER BY s.as_of DESC, s.scored_at DESC LIMIT 1
$$;
