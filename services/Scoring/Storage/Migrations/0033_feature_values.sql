-- Of scores without an explanation of their own: the values of the features, from which it is reckoned when asked for.
ALTER TABLE scores ADD COLUMN feature_values bytea;
