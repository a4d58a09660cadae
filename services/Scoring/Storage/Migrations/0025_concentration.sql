-- What the whole portfolio, and each industry, region and country of it, owes or will owe: summed up every few seconds.
CREATE TABLE portfolio_totals (
    -- Numbers of risk.scoring.v1.ConcentrationDimension; 0 is the whole portfolio.
    dimension     smallint       NOT NULL,
    value         text           NOT NULL,
    currency_code text           NOT NULL,
    amount        numeric(24, 4) NOT NULL,
    CONSTRAINT portfolio_totals_pkey PRIMARY KEY (dimension, value, currency_code)
);

-- What orders have reserved since it was summed up: appended with them, removed by the next sum that sees it. So nobody
-- waits for a row, and a sum and what is left of the increments never count anything twice.
CREATE TABLE portfolio_increments (
    increment_id  bigint         GENERATED ALWAYS AS IDENTITY,
    dimension     smallint       NOT NULL,
    value         text           NOT NULL,
    currency_code text           NOT NULL,
    amount        numeric(24, 4) NOT NULL,
    CONSTRAINT portfolio_increments_pkey PRIMARY KEY (increment_id)
);

-- When it was summed up; no row before the first time.
CREATE TABLE portfolio_sums (
    singleton boolean     NOT NULL DEFAULT true,
    as_of     timestamptz NOT NULL,
    CONSTRAINT portfolio_sums_pkey PRIMARY KEY (singleton),
    CONSTRAINT portfolio_sums_once CHECK (singleton)
);
