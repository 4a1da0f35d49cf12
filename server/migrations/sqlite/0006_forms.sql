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
