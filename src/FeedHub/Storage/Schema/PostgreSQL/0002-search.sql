-- Stories to be indexed again: new, changed, or gone. turn tells one change from the next.
CREATE TABLE search_pending (
    story_seq bigint NOT NULL PRIMARY KEY,
    turn bigint NOT NULL
);

-- The words of each story in matching form. Built word by word, not by a text search configuration, so that both engines agree on what a word is.
CREATE TABLE search (
    story_seq bigint NOT NULL PRIMARY KEY,
    words tsvector NOT NULL
);

CREATE INDEX search_words ON search USING gin (words);

INSERT INTO search_pending (story_seq, turn) SELECT seq, 1 FROM stories;
