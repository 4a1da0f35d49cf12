-- An erasure takes events of form hooks along. The number of one that is gone
-- is never given again: whoever has read up to it would miss the next.

CREATE TABLE hook_event_numbered (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    hook_transaction TEXT NOT NULL REFERENCES hook_transaction (id),
    at INTEGER NOT NULL,
    is_replay INTEGER NOT NULL
) STRICT;

INSERT INTO hook_event_numbered
    SELECT number, name, hook_transaction, at, is_replay FROM hook_event;

DROP TABLE hook_event;
ALTER TABLE hook_event_numbered RENAME TO hook_event;

-- By them an erasure finds what it takes along.
CREATE INDEX hook_event_transaction ON hook_event (hook_transaction);
CREATE INDEX hook_file_transaction ON hook_file (hook_transaction);
