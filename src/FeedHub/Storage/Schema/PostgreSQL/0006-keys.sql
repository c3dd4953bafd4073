-- Keys that protect forms, shared by all processes of the hub.
CREATE TABLE form_keys (
    name text NOT NULL PRIMARY KEY,
    xml text NOT NULL
);
