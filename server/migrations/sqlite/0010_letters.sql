-- Letters: what is sent by e-mail, and to whom nothing is.

-- Up to this entry letters were written.
ALTER TABLE conversation ADD COLUMN mailed INTEGER NOT NULL DEFAULT 0;

CREATE INDEX conversation_unmailed ON conversation (brand, updated_at)
    WHERE seq > seen_by_visitor AND seq > mailed;

-- No word of a letter is kept: it is put together when it is sent, of the
-- entries above `after` up to `until`. Without `due_at` it is done.
CREATE TABLE letter (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    conversation TEXT NOT NULL,
    recipient TEXT NOT NULL,
    after INTEGER NOT NULL,
    until INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    due_at INTEGER,
    sent_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX letter_due ON letter (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX letter_conversation ON letter (conversation, created_at);
CREATE INDEX letter_recipient ON letter (recipient, created_at);

-- Who wants no letters of a brand. Of the address only a hash is kept, which
-- tells nothing without the key of this database.
CREATE TABLE unsubscribed (
    brand TEXT NOT NULL,
    address TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (brand, address)
) STRICT, WITHOUT ROWID;
