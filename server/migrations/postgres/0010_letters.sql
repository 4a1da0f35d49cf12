-- The tables of ../sqlite/0010_letters.sql, in this dialect.

ALTER TABLE conversation ADD COLUMN mailed bigint NOT NULL DEFAULT 0;

CREATE INDEX conversation_unmailed ON conversation (brand, updated_at)
    WHERE seq > seen_by_visitor AND seq > mailed;

CREATE TABLE letter (
    id text PRIMARY KEY,
    kind text NOT NULL,
    conversation text NOT NULL,
    recipient text NOT NULL,
    after bigint NOT NULL,
    until bigint NOT NULL,
    created_at bigint NOT NULL,
    attempts bigint NOT NULL DEFAULT 0,
    due_at bigint,
    sent_at bigint
);

CREATE INDEX letter_due ON letter (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX letter_conversation ON letter (conversation, created_at);
CREATE INDEX letter_recipient ON letter (recipient, created_at);

CREATE TABLE unsubscribed (
    brand text NOT NULL,
    address text NOT NULL,
    at bigint NOT NULL,
    PRIMARY KEY (brand, address)
);
