-- Articles of two stories that are of one affair, as the later was matched; by articles, so that it holds when stories become one.
CREATE TABLE related (
    article_id BIGINT NOT NULL,
    other_id BIGINT NOT NULL,
    PRIMARY KEY (article_id, other_id)
);
CREATE INDEX related_other ON related (other_id);
