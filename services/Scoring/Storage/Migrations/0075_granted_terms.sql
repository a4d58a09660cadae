-- The terms granted are part of a limit change. What is pending keeps those that are granted now.
ALTER TABLE limit_changes
    ADD COLUMN proposed_net_days_max integer,
    ADD COLUMN former_net_days_max   integer;

UPDATE limit_changes c SET proposed_net_days_max = a.net_days_max, former_net_days_max = a.net_days_max
FROM credit_accounts a WHERE a.customer_id = c.customer_id AND c.state = 1;
