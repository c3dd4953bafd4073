-- What a failing source's site announces in its place, looked for once a day. failing_url: the address in feeds.json it was looked for; announced: null where the site names none.
CREATE TABLE announced_feeds (
    feed_id text NOT NULL PRIMARY KEY,
    failing_url text NOT NULL,
    announced text,
    looked_ms bigint NOT NULL
);
