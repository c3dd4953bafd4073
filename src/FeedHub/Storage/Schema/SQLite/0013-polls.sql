-- The last 50 polls of each feed, a ring: slot is number modulo 50, and a poll writes over the one of 50 before.
ALTER TABLE feeds ADD COLUMN polls INTEGER NOT NULL DEFAULT 0;

CREATE TABLE polls (
    feed_id TEXT NOT NULL,
    slot INTEGER NOT NULL,
    number INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    result TEXT NOT NULL,
    status INTEGER,
    failure TEXT,
    reason TEXT,
    address TEXT NOT NULL,
    entries INTEGER NOT NULL,
    added INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    took_ms INTEGER NOT NULL,
    PRIMARY KEY (feed_id, slot)
) WITHOUT ROWID;
