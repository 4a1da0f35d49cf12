-- Files in pieces, so that writing one never holds up a commit for long.

CREATE TABLE file (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    -- One of the two has uploaded it.
    customer TEXT REFERENCES customer (id),
    agent TEXT REFERENCES agent (id),
    name TEXT NOT NULL,
    size INTEGER NOT NULL,
    mime TEXT NOT NULL,
    width INTEGER,
    height INTEGER,
    created_at INTEGER NOT NULL,
    is_whole INTEGER NOT NULL,
    -- The message that carries it, once it was sent.
    conversation INTEGER REFERENCES conversation (key),
    entry TEXT
) STRICT;

CREATE INDEX file_conversation ON file (conversation) WHERE conversation IS NOT NULL;
CREATE INDEX file_unattached ON file (created_at) WHERE conversation IS NULL;

-- With a row number, unlike the other tables: rows this long lie beside the tree.
CREATE TABLE file_part (
    file INTEGER NOT NULL REFERENCES file (key) ON DELETE CASCADE,
    part INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (file, part)
) STRICT;
