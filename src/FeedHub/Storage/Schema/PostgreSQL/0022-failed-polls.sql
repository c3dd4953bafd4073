-- How many polls of a feed failed, by hour (of the epoch), for the picture of its last two weeks.
CREATE TABLE failed_polls (
    feed_id text NOT NULL,
    hour bigint NOT NULL,
    polls bigint NOT NULL,
    PRIMARY KEY (feed_id, hour)
);
CREATE INDEX failed_polls_hour ON failed_polls (hour);
