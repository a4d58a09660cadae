-- What was open of the order already when it was checked: the reservation holds only what the order has grown by.
ALTER TABLE reservations ADD COLUMN ordered_before numeric(22, 4) NOT NULL DEFAULT 0;

CREATE INDEX reservations_of_order ON reservations (customer_id, order_id, order_system) WHERE order_id <> '';
