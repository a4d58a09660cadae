-- The rescoring that the last activation of a model started.
ALTER TABLE models ADD COLUMN rescoring_id uuid;
