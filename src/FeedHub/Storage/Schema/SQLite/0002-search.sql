-- Stories to be indexed again: new, changed, or gone. turn tells one change from the next.
CREATE TABLE search_pending (
    story_seq INTEGER NOT NULL PRIMARY KEY,
    turn INTEGER NOT NULL
);

-- The words of each story in matching form, by sequence. Split at spaces alone, as on PostgreSQL; the texts themselves are not kept twice.
CREATE VIRTUAL TABLE search USING fts5 (words, content='', contentless_delete=1, tokenize='ascii');

INSERT INTO search_pending (story_seq, turn) SELECT seq, 1 FROM stories;
