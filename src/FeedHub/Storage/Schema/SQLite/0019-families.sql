-- Titles apart from texts, the texts of all copies, and hamza's seats as one: everything is indexed again, in the background.
DROP TABLE search;
CREATE VIRTUAL TABLE search USING fts5 (title, words, content='', contentless_delete=1, tokenize='ascii');

-- Every word that was ever indexed, by each family it may be of: a search for a word asks for the whole family.
CREATE TABLE search_families (
    family TEXT NOT NULL,
    word TEXT NOT NULL,
    PRIMARY KEY (family, word)
) WITHOUT ROWID;
CREATE INDEX search_families_word ON search_families (word);

INSERT INTO search_pending (story_seq, turn) SELECT seq, 1 FROM stories WHERE 1 = 1 ON CONFLICT (story_seq) DO UPDATE SET turn = search_pending.turn + 1;
