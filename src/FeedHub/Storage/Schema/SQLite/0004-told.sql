-- The version of the stories that the WebSub hub was last told of.
ALTER TABLE hub ADD COLUMN told_version INTEGER NOT NULL DEFAULT 0;
