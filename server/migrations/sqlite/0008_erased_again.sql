-- Who sends a form without a session has the same id after an erasure as
-- before, and may be erased once more: a proof for each time.

CREATE TABLE tombstone_of_each (
    customer TEXT NOT NULL,
    profile TEXT NOT NULL,
    brand TEXT NOT NULL,
    erased_at INTEGER NOT NULL,
    erased_by TEXT NOT NULL,
    conversations INTEGER NOT NULL,
    messages INTEGER NOT NULL,
    files INTEGER NOT NULL,
    PRIMARY KEY (customer, erased_at)
) STRICT, WITHOUT ROWID;

INSERT INTO tombstone_of_each
    SELECT customer, profile, brand, erased_at, erased_by, conversations, messages, files FROM tombstone;

DROP TABLE tombstone;
ALTER TABLE tombstone_of_each RENAME TO tombstone;
