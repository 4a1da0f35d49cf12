-- ../sqlite/0002_hours.sql in this dialect.

ALTER TABLE customer ADD COLUMN email text;
ALTER TABLE customer ADD COLUMN is_email_verified boolean NOT NULL DEFAULT false;

ALTER TABLE conversation ADD COLUMN waiting_since bigint;
ALTER TABLE conversation ADD COLUMN is_wait_told boolean NOT NULL DEFAULT false;
ALTER TABLE conversation ADD COLUMN missed_at bigint;
ALTER TABLE conversation ADD COLUMN answered_at bigint;
ALTER TABLE conversation ADD COLUMN idle_warned_at bigint;
ALTER TABLE conversation ADD COLUMN follows text;

CREATE INDEX conversation_waiting ON conversation (brand, waiting_since)
    WHERE waiting_since IS NOT NULL AND missed_at IS NULL;
CREATE INDEX conversation_answered ON conversation (brand, answered_at)
    WHERE answered_at IS NOT NULL;
CREATE INDEX conversation_warned ON conversation (brand, idle_warned_at)
    WHERE idle_warned_at IS NOT NULL;
