-- Customers whom somebody has merged by hand, and all that it takes to undo it.

-- No row points to the customers: an erasure takes what names them along.
CREATE TABLE customer_merge (
    id TEXT PRIMARY KEY,
    brand TEXT NOT NULL,
    -- Grows: of one target the last merge is undone first.
    number INTEGER NOT NULL,
    source TEXT NOT NULL,
    target TEXT NOT NULL,
    -- Both as authors of events, in JSON.
    merged_by TEXT NOT NULL,
    undone_by TEXT,
    at INTEGER NOT NULL,
    undone_at INTEGER,
    -- JSON: both customers as they were. Empty when nothing can be undone.
    kept TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX customer_merge_source ON customer_merge (source);
CREATE INDEX customer_merge_target ON customer_merge (target, number);

-- What has another owner since: conversations, files, and customers who had
-- become part of the source. Conversations that browsers of the source began
-- afterwards are added.
CREATE TABLE customer_merge_moved (
    customer_merge TEXT NOT NULL REFERENCES customer_merge (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    PRIMARY KEY (customer_merge, kind, id)
) STRICT, WITHOUT ROWID;

-- Who may be the same person is found by address and name.
CREATE INDEX customer_any_email ON customer (brand, lower(email)) WHERE email IS NOT NULL;
CREATE INDEX customer_any_name ON customer (brand, lower(name)) WHERE name IS NOT NULL;
CREATE INDEX contact_value ON contact (lower(value)) WHERE kind = 'email';
