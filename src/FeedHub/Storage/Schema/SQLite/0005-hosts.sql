-- Whom a poll burdens: feeds of one host are not polled by two processes at a time. Filled when the sources are next synchronised.
ALTER TABLE feeds ADD COLUMN host TEXT NOT NULL DEFAULT '';
