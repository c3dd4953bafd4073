-- How often an excerpt's page was asked for in vain; null: nothing is owed.
ALTER TABLE articles ADD COLUMN page_tries bigint;

CREATE INDEX articles_owed ON articles (feed_id) WHERE page_tries IS NOT NULL;
