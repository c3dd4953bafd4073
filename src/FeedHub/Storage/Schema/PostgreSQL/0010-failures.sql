-- What kind of failure last_error tells of, so that pages can say it in their own language.
ALTER TABLE feeds ADD COLUMN last_failure text;
