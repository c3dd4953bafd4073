-- When the matcher decided, and by which copy the article joined its story; null: the first of its story, or decided before this was kept.
ALTER TABLE matches ADD COLUMN through_id INTEGER;
ALTER TABLE matches ADD COLUMN matched_ms INTEGER;
