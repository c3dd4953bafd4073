-- By feed first: the entries of one poll then lie on one page of an index, where twenty pages had to be written.
DROP INDEX articles_url;
DROP INDEX articles_content;
CREATE INDEX articles_url ON articles (feed_id, url_key) WHERE url_key <> '';
CREATE INDEX articles_content ON articles (feed_id, content_key) WHERE content_key <> '';
