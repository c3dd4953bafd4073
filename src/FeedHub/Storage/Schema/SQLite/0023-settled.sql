-- A text that is seldom read stands compressed in packed, with '' in text. settled_id: the last article that compaction has been at.
ALTER TABLE article_texts ADD COLUMN packed BLOB;
ALTER TABLE hub ADD COLUMN settled_id INTEGER NOT NULL DEFAULT 0;
