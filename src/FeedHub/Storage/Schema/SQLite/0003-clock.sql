-- How far the matcher had seen: its clock, which the articles it has matched do not tell once the latest of them have expired.
ALTER TABLE hub ADD COLUMN matched_until_ms INTEGER NOT NULL DEFAULT 0;
