-- How far the customers without open items have been looked through on a day: whoever's score the day changes is asked
-- for. One row; the instance that holds it is at it.
CREATE TABLE day_looks (
    only_row         boolean NOT NULL DEFAULT true,
    day              date    NOT NULL,
    -- Customers up to this one; null when all of them have been looked through.
    last_customer_id uuid,
    CONSTRAINT day_looks_pkey PRIMARY KEY (only_row),
    CONSTRAINT day_looks_one_row CHECK (only_row)
);

INSERT INTO day_looks (day) VALUES ('-infinity');
