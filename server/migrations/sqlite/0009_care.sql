-- Since when a conversation is done, how long its visitor waited, when what
-- was read; who is blocked.

ALTER TABLE conversation ADD COLUMN done_at INTEGER;
-- When somebody answered for the first time.
ALTER TABLE conversation ADD COLUMN first_answered_at INTEGER;

CREATE INDEX conversation_first_answered ON conversation (brand, first_answered_at)
    WHERE first_answered_at IS NOT NULL;

-- When the visitor's browser last got something new, and the visitor saw it.
ALTER TABLE conversation ADD COLUMN delivered_at INTEGER;
ALTER TABLE conversation ADD COLUMN seen_at INTEGER;

ALTER TABLE customer ADD COLUMN blocked_at INTEGER;

-- From when on the visitor's browser had everything up to an entry, or the
-- visitor had seen it.
CREATE TABLE receipt (
    conversation INTEGER NOT NULL REFERENCES conversation (key),
    is_seen INTEGER NOT NULL,
    up_to INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (conversation, is_seen, up_to)
) STRICT, WITHOUT ROWID;
