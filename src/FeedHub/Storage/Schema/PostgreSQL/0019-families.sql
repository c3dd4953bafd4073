-- Titles apart from texts (by weight), the texts of all copies, and hamza's seats as one: everything is indexed again, in the background.
TRUNCATE TABLE search;

-- Every word that was ever indexed, by each family it may be of: a search for a word asks for the whole family.
CREATE TABLE search_families (
    family text COLLATE "C" NOT NULL,
    word text COLLATE "C" NOT NULL,
    PRIMARY KEY (family, word)
);
CREATE INDEX search_families_word ON search_families (word);

INSERT INTO search_pending (story_seq, turn) SELECT seq, 1 FROM stories ON CONFLICT (story_seq) DO UPDATE SET turn = search_pending.turn + 1;
