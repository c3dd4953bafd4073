-- Instants are Unix milliseconds, truth values 0 and 1. No foreign keys: every write goes through the stores, and the hot path does not pay for them.

CREATE TABLE feeds (
    id TEXT NOT NULL PRIMARY KEY,
    url TEXT NOT NULL,
    source_title TEXT,
    listed INTEGER NOT NULL,
    lease INTEGER NOT NULL DEFAULT 0,
    lease_until_ms INTEGER NOT NULL DEFAULT 0,
    next_poll_ms INTEGER NOT NULL,
    etag TEXT,
    last_modified TEXT,
    body_hash TEXT,
    last_poll_ms INTEGER,
    last_success_ms INTEGER,
    last_unconditional_ms INTEGER,
    last_status INTEGER,
    last_error TEXT,
    failures_in_a_row INTEGER NOT NULL DEFAULT 0,
    is_gone INTEGER NOT NULL DEFAULT 0,
    moved_to TEXT,
    moving_to TEXT,
    moving_to_seen INTEGER NOT NULL DEFAULT 0,
    publishes_every_ms INTEGER,
    last_new_entry_ms INTEGER,
    pace TEXT,
    format TEXT,
    title TEXT,
    link TEXT,
    language TEXT,
    image_url TEXT,
    hub TEXT
) WITHOUT ROWID;

CREATE INDEX feeds_due ON feeds (next_poll_ms) WHERE listed = 1;

-- Texts stand apart, so that the keys of a million articles are read without them. AUTOINCREMENT: an id is never given twice.
CREATE TABLE articles (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    feed_id TEXT NOT NULL,
    entry_id TEXT NOT NULL,
    url_key TEXT NOT NULL,
    content_key TEXT NOT NULL,
    raw_hash INTEGER NOT NULL,
    link TEXT NOT NULL,
    title TEXT NOT NULL,
    text_length INTEGER NOT NULL,
    is_truncated INTEGER NOT NULL,
    published_ms INTEGER,
    updated_ms INTEGER,
    first_seen_ms INTEGER NOT NULL,
    changed_ms INTEGER NOT NULL,
    language TEXT NOT NULL,
    author TEXT,
    categories TEXT,
    enclosures TEXT,
    image_url TEXT
);

CREATE UNIQUE INDEX articles_entry ON articles (feed_id, entry_id);
CREATE INDEX articles_url ON articles (url_key, feed_id) WHERE url_key <> '';
CREATE INDEX articles_first_seen ON articles (first_seen_ms);
CREATE INDEX articles_content ON articles (content_key, feed_id);

CREATE TABLE article_texts (
    article_id INTEGER PRIMARY KEY,
    text TEXT NOT NULL
);

CREATE TABLE article_revisions (
    article_id INTEGER NOT NULL,
    replaced_ms INTEGER NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL
);

CREATE INDEX article_revisions_article ON article_revisions (article_id, replaced_ms);

-- What was here and must not come back. Hashes only: it outlives its article by far.
CREATE TABLE tombstones (
    feed_id TEXT NOT NULL,
    entry_hash INTEGER NOT NULL,
    url_hash INTEGER NOT NULL,
    seen_ms INTEGER NOT NULL,
    PRIMARY KEY (feed_id, entry_hash)
) WITHOUT ROWID;

CREATE INDEX tombstones_url ON tombstones (feed_id, url_hash) WHERE url_hash <> 0;

-- Articles the matcher has not seen in their present form. turn tells one form from the next.
CREATE TABLE pending (
    article_id INTEGER NOT NULL PRIMARY KEY,
    turn INTEGER NOT NULL
);

CREATE TABLE stories (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    shown_article_id INTEGER NOT NULL,
    first_seen_ms INTEGER NOT NULL,
    updated_ms INTEGER NOT NULL,
    date_ms INTEGER NOT NULL
);

CREATE UNIQUE INDEX stories_id ON stories (id);
CREATE INDEX stories_date ON stories (date_ms, seq);

CREATE TABLE matches (
    match_seq INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL,
    feed_id TEXT NOT NULL,
    story_seq INTEGER NOT NULL,
    reason TEXT NOT NULL,
    sketch BLOB NOT NULL
);

CREATE UNIQUE INDEX matches_article ON matches (article_id);
CREATE INDEX matches_story ON matches (story_seq);
CREATE INDEX matches_feed ON matches (feed_id, story_seq);

CREATE TABLE learned_lines (
    feed_id TEXT NOT NULL PRIMARY KEY,
    lines TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE matcher (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    owner TEXT NOT NULL,
    until_ms INTEGER NOT NULL
);

INSERT INTO matcher VALUES (1, '', 0);

CREATE TABLE hub (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    version INTEGER NOT NULL,
    changed_ms INTEGER NOT NULL,
    last_sequence INTEGER NOT NULL,
    last_match INTEGER NOT NULL,
    stories INTEGER NOT NULL
);

INSERT INTO hub VALUES (1, 0, 0, 0, 0, 0);
