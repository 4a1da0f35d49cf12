-- Text ids are made by browsers or by the server; `key` is what rows point to.

CREATE TABLE customer (
    id TEXT PRIMARY KEY,
    brand TEXT NOT NULL,
    name TEXT,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Tokens are kept as BLAKE3 hashes: who reads this file cannot sign in.
CREATE TABLE visitor_session (
    token_hash BLOB PRIMARY KEY,
    customer TEXT NOT NULL REFERENCES customer (id),
    brand TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX visitor_session_customer ON visitor_session (customer);

CREATE TABLE agent (
    id TEXT PRIMARY KEY,
    email TEXT NOT NULL UNIQUE COLLATE NOCASE,
    name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    role TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    deactivated_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE agent_session (
    token_hash BLOB PRIMARY KEY,
    agent TEXT NOT NULL REFERENCES agent (id),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX agent_session_agent ON agent_session (agent);

CREATE TABLE conversation (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    brand TEXT NOT NULL,
    customer TEXT NOT NULL REFERENCES customer (id),
    status TEXT NOT NULL,
    snoozed_until INTEGER,
    assignee TEXT REFERENCES agent (id),
    priority INTEGER NOT NULL,
    tags TEXT NOT NULL,
    is_ended INTEGER NOT NULL,
    locale TEXT NOT NULL,
    page TEXT,
    seq INTEGER NOT NULL,
    events INTEGER NOT NULL,
    version INTEGER NOT NULL,
    seen_by_agent INTEGER NOT NULL,
    delivered_to_visitor INTEGER NOT NULL,
    seen_by_visitor INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    preview TEXT NOT NULL
) STRICT;

CREATE INDEX conversation_customer ON conversation (customer, updated_at);
CREATE INDEX conversation_status ON conversation (status, updated_at);
CREATE INDEX conversation_assignee ON conversation (assignee, status, updated_at);
CREATE INDEX conversation_snoozed ON conversation (snoozed_until)
    WHERE snoozed_until IS NOT NULL;

-- What visitor and agents see. `seq` is 1, 2, 3, ... in each conversation.
CREATE TABLE entry (
    conversation INTEGER NOT NULL REFERENCES conversation (key),
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    at INTEGER NOT NULL,
    author TEXT NOT NULL,
    content TEXT NOT NULL,
    body TEXT,
    PRIMARY KEY (conversation, seq)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX entry_id ON entry (conversation, id);

-- What only agents see, numbered in the same manner.
CREATE TABLE event (
    conversation INTEGER NOT NULL REFERENCES conversation (key),
    number INTEGER NOT NULL,
    id TEXT NOT NULL,
    at INTEGER NOT NULL,
    after INTEGER NOT NULL,
    author TEXT NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (conversation, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX event_id ON event (conversation, id);
