-- Articles of two stories that are of one affair, as the later was matched; by articles, so that it holds when stories become one.
CREATE TABLE related (
    article_id INTEGER NOT NULL,
    other_id INTEGER NOT NULL,
    PRIMARY KEY (article_id, other_id)
) WITHOUT ROWID;
CREATE INDEX related_other ON related (other_id);
