-- What a feed calls itself to its WebSub hub, and until when that hub is relied upon.
ALTER TABLE feeds ADD COLUMN topic text;
ALTER TABLE feeds ADD COLUMN pushed_until_ms bigint;

-- A feed's subscription at its hub. token: the last part of its callback, which nobody else can guess; until_ms: null before the hub has verified it.
CREATE TABLE subscriptions (
    feed_id text NOT NULL PRIMARY KEY,
    hub text NOT NULL,
    topic text NOT NULL,
    callback text NOT NULL,
    token text NOT NULL,
    secret text NOT NULL,
    next_ms bigint NOT NULL,
    until_ms bigint,
    unanswered bigint NOT NULL
);

CREATE UNIQUE INDEX subscriptions_token ON subscriptions (token);
