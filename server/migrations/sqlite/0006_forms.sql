-- Forms, form hooks, and what is counted.

ALTER TABLE conversation ADD COLUMN channel TEXT NOT NULL DEFAULT 'chat';
ALTER TABLE conversation ADD COLUMN form TEXT;
ALTER TABLE conversation ADD COLUMN reference TEXT;

CREATE INDEX conversation_form ON conversation (brand, form) WHERE form IS NOT NULL;

-- Keys that every process on this database has to have; made when first needed.
CREATE TABLE secret (
    name TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Challenges that were used, and for what, until they expire.
CREATE TABLE used_challenge (
    id TEXT PRIMARY KEY,
    used_for TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX used_challenge_expires ON used_challenge (expires_at);

-- Forms that were published once.
CREATE TABLE seen_form (
    brand TEXT NOT NULL,
    form TEXT NOT NULL,
    PRIMARY KEY (brand, form)
) STRICT, WITHOUT ROWID;

CREATE TABLE hook (
    name TEXT PRIMARY KEY,
    brand TEXT NOT NULL,
    -- JSON: beginnings of addresses to which a sender may be sent on.
    redirects TEXT NOT NULL,
    is_enabled INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A hook has one address at a time; the old ones are remembered.
CREATE TABLE hook_address (
    hash TEXT PRIMARY KEY,
    hook TEXT NOT NULL REFERENCES hook (name),
    created_at INTEGER NOT NULL,
    retired_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX hook_address_hook ON hook_address (hook);

CREATE TABLE hook_transaction (
    id TEXT PRIMARY KEY,
    hook TEXT NOT NULL REFERENCES hook (name),
    received_at INTEGER NOT NULL,
    content_type TEXT NOT NULL,
    data TEXT NOT NULL,
    files TEXT NOT NULL,
    meta TEXT NOT NULL,
    replays INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE INDEX hook_transaction_received ON hook_transaction (hook, received_at);

-- At most HOOK_BYTES for all files of a transaction.
CREATE TABLE hook_file (
    id TEXT PRIMARY KEY,
    hook_transaction TEXT NOT NULL REFERENCES hook_transaction (id),
    bytes BLOB NOT NULL
) STRICT;

-- What happened, for whoever acts on it, in order.
CREATE TABLE hook_event (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    hook_transaction TEXT NOT NULL REFERENCES hook_transaction (id),
    at INTEGER NOT NULL,
    is_replay INTEGER NOT NULL
) STRICT;

-- Votes, offers, searches and invitations: whole as JSON, and by what they are
-- counted.
CREATE TABLE record (
    brand TEXT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    subject TEXT NOT NULL,
    result TEXT NOT NULL,
    at INTEGER NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (brand, kind, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX record_counted ON record (kind, brand, subject, result);
CREATE INDEX record_exported ON record (kind, at, id);

-- The articles of offers.
CREATE TABLE record_article (
    brand TEXT NOT NULL,
    id TEXT NOT NULL,
    article TEXT NOT NULL,
    result TEXT NOT NULL,
    PRIMARY KEY (brand, id, article)
) STRICT, WITHOUT ROWID;

CREATE INDEX record_article_counted ON record_article (brand, article, result);
