-- What came back: the answer stands beside how the request ended, which stays what it was.
-- The country is that of residence when it was asked: the law of a deadline doesn't move with the person.

ALTER TABLE requests ADD COLUMN country TEXT;      -- ISO 3166-1 alpha-2; null where it isn't known
ALTER TABLE requests ADD COLUMN answer TEXT;       -- null until answered
ALTER TABLE requests ADD COLUMN answered_at TEXT;  -- the moment the latest answer was filed

-- When a request was sent and when it was acknowledged is asked for all of them at once, and is found in the index alone.
DROP INDEX events_by_request;
CREATE INDEX events_by_request ON events (request, kind, at);
