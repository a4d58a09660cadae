-- How long a limit is valid is part of it; and in a new currency the highest value of an order is another number.
ALTER TABLE limit_changes
    ADD COLUMN proposed_valid_until     date,
    ADD COLUMN proposed_order_value_max numeric(22, 4),
    ADD COLUMN former_valid_until       date,
    ADD COLUMN former_order_value_max   numeric(22, 4);
