-- What a feed calls itself to its WebSub hub, and until when that hub is relied upon.
ALTER TABLE feeds ADD COLUMN topic TEXT;
ALTER TABLE feeds ADD COLUMN pushed_until_ms INTEGER;

-- A feed's subscription at its hub. token: the last part of its callback, which nobody else can guess; until_ms: null before the hub has verified it.
CREATE TABLE subscriptions (
    feed_id TEXT NOT NULL PRIMARY KEY,
    hub TEXT NOT NULL,
    topic TEXT NOT NULL,
    callback TEXT NOT NULL,
    token TEXT NOT NULL,
    secret TEXT NOT NULL,
    next_ms INTEGER NOT NULL,
    until_ms INTEGER,
    unanswered INTEGER NOT NULL
) WITHOUT ROWID;

CREATE UNIQUE INDEX subscriptions_token ON subscriptions (token);
