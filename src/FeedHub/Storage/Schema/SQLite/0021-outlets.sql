-- How many sources carry a story is counted in the index alone.
DROP INDEX matches_story;
CREATE INDEX matches_story ON matches (story_seq, feed_id);
