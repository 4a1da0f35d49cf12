-- The tables of ../sqlite/0006_forms.sql, in this dialect.

ALTER TABLE conversation ADD COLUMN channel text NOT NULL DEFAULT 'chat';
ALTER TABLE conversation ADD COLUMN form text;
ALTER TABLE conversation ADD COLUMN reference text;

CREATE INDEX conversation_form ON conversation (brand, form) WHERE form IS NOT NULL;

CREATE TABLE secret (
    name text PRIMARY KEY,
    value bytea NOT NULL
);

CREATE TABLE used_challenge (
    id text PRIMARY KEY,
    used_for text NOT NULL,
    expires_at bigint NOT NULL
);

CREATE INDEX used_challenge_expires ON used_challenge (expires_at);

CREATE TABLE seen_form (
    brand text NOT NULL,
    form text NOT NULL,
    PRIMARY KEY (brand, form)
);
