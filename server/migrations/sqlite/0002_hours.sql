-- Since when who waits for whom, and how a customer can be reached.

ALTER TABLE customer ADD COLUMN email TEXT;
ALTER TABLE customer ADD COLUMN is_email_verified INTEGER NOT NULL DEFAULT 0;

ALTER TABLE conversation ADD COLUMN waiting_since INTEGER;
ALTER TABLE conversation ADD COLUMN is_wait_told INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN missed_at INTEGER;
ALTER TABLE conversation ADD COLUMN answered_at INTEGER;
ALTER TABLE conversation ADD COLUMN idle_warned_at INTEGER;
ALTER TABLE conversation ADD COLUMN follows TEXT;

CREATE INDEX conversation_waiting ON conversation (brand, waiting_since)
    WHERE waiting_since IS NOT NULL AND missed_at IS NULL;
CREATE INDEX conversation_answered ON conversation (brand, answered_at)
    WHERE answered_at IS NOT NULL;
CREATE INDEX conversation_warned ON conversation (brand, idle_warned_at)
    WHERE idle_warned_at IS NOT NULL;
