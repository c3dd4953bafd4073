-- The last 50 polls of each feed, a ring: slot is number modulo 50, and a poll writes over the one of 50 before.
ALTER TABLE feeds ADD COLUMN polls bigint NOT NULL DEFAULT 0;

CREATE TABLE polls (
    feed_id text NOT NULL,
    slot bigint NOT NULL,
    number bigint NOT NULL,
    at_ms bigint NOT NULL,
    result text NOT NULL,
    status bigint,
    failure text,
    reason text,
    address text NOT NULL,
    entries bigint NOT NULL,
    added bigint NOT NULL,
    changed bigint NOT NULL,
    bytes bigint NOT NULL,
    took_ms bigint NOT NULL,
    PRIMARY KEY (feed_id, slot)
);
