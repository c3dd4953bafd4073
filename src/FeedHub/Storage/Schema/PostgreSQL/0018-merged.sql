-- Stories that turned out to tell what an older one tells; whoever asks for one is sent there.
CREATE TABLE merged_stories (
    id TEXT NOT NULL PRIMARY KEY,
    into_id TEXT NOT NULL,
    merged_ms BIGINT NOT NULL
);
CREATE INDEX merged_stories_into ON merged_stories (into_id);
