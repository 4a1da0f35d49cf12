-- ../sqlite/0009_care.sql in this dialect.

ALTER TABLE conversation ADD COLUMN done_at bigint;
-- When somebody answered for the first time.
ALTER TABLE conversation ADD COLUMN first_answered_at bigint;

CREATE INDEX conversation_first_answered ON conversation (brand, first_answered_at)
    WHERE first_answered_at IS NOT NULL;

-- When the visitor's browser last got something new, and the visitor saw it.
ALTER TABLE conversation ADD COLUMN delivered_at bigint;
ALTER TABLE conversation ADD COLUMN seen_at bigint;

ALTER TABLE customer ADD COLUMN blocked_at bigint;

-- From when on the visitor's browser had everything up to an entry, or the
-- visitor had seen it.
CREATE TABLE receipt (
    conversation bigint NOT NULL REFERENCES conversation (key),
    is_seen boolean NOT NULL,
    up_to bigint NOT NULL,
    at bigint NOT NULL,
    PRIMARY KEY (conversation, is_seen, up_to)
);
