-- Keys that protect forms, shared by all processes of the hub.
CREATE TABLE form_keys (
    name TEXT NOT NULL PRIMARY KEY,
    xml TEXT NOT NULL
);
