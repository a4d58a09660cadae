-- The last day on which a release covers its order, unless somebody decides anew.
ALTER TABLE holds ADD COLUMN review_on date;
