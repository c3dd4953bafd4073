-- How many polls of a feed failed, by hour (of the epoch), for the picture of its last two weeks.
CREATE TABLE failed_polls (
    feed_id TEXT NOT NULL,
    hour INTEGER NOT NULL,
    polls INTEGER NOT NULL,
    PRIMARY KEY (feed_id, hour)
) WITHOUT ROWID;
CREATE INDEX failed_polls_hour ON failed_polls (hour);
