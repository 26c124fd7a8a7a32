-- A request is one submission that a page may accept; what happened to it is told by its events.
-- States and kinds are checked by the code alone, so that a later version may add some without rebuilding the tables.

CREATE TABLE requests (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,  -- never given out twice, not even after `forget`
    person     TEXT NOT NULL,                      -- keyed hash of the e-mail address
    profile    TEXT NOT NULL,                      -- the name the person gave it in the keyring
    flow       TEXT NOT NULL,
    "right"    TEXT NOT NULL,
    account    TEXT NOT NULL,                      -- 'person' where the right is asked for no single account
    door       TEXT,                               -- address of the form, without query; null until opened
    state      TEXT NOT NULL,
    status     TEXT,                               -- null until ended
    reason     TEXT,
    receipt    TEXT,                               -- name of the run's folder below receipts/
    created_at TEXT NOT NULL,                      -- UTC, ISO 8601, like every time here
    updated_at TEXT NOT NULL
) STRICT;

CREATE INDEX requests_by_what_is_asked ON requests (person, "right", account);

CREATE TABLE events (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    request INTEGER NOT NULL REFERENCES requests (id) ON DELETE CASCADE,
    at      TEXT NOT NULL,
    kind    TEXT NOT NULL,
    state   TEXT NOT NULL,                         -- the request's state after it
    detail  TEXT NOT NULL                          -- JSON object without personal values
) STRICT;

CREATE INDEX events_by_request ON events (request);

-- Requests that are being forgotten: filled and emptied within the one transaction that deletes them.
CREATE TABLE forgetting (
    request INTEGER PRIMARY KEY
) STRICT;

CREATE TRIGGER events_are_never_changed
BEFORE UPDATE ON events
BEGIN
    SELECT RAISE(ABORT, 'events are append-only');
END;

CREATE TRIGGER events_are_deleted_only_when_forgotten
BEFORE DELETE ON events
WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE request = OLD.request)
BEGIN
    SELECT RAISE(ABORT, 'events are append-only');
END;
