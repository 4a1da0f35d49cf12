-- The agents' desk: presence, sub statuses, who has joined, and search.

ALTER TABLE agent ADD COLUMN presence TEXT NOT NULL DEFAULT 'available';
ALTER TABLE conversation ADD COLUMN sub_status TEXT;
-- Agents whom the visitor knows, as JSON.
ALTER TABLE conversation ADD COLUMN joined TEXT NOT NULL DEFAULT '[]';

-- What happened between two entries is read with them.
CREATE INDEX event_after ON event (conversation, after);
-- Lists are counted without their rows.
CREATE INDEX conversation_list ON conversation (status, assignee);

-- Words as search.rs folds them: what this tokenizer does beside that is to
-- part them at spaces. The row of a text is its conversation's key, 20 bits to
-- the left, and its place: 0 for the tags, 1 for the customer, else twice the
-- number of the entry, or twice the number of the note and one more.
CREATE VIRTUAL TABLE search USING fts5 (
    words, content = '', contentless_delete = 1, tokenize = 'ascii'
);

-- Conversations whose texts are to be read again for the search: those from
-- before there was one, and those whose customer has changed.
CREATE TABLE search_stale (conversation INTEGER PRIMARY KEY) STRICT;
INSERT INTO search_stale SELECT key FROM conversation;

CREATE TRIGGER search_customer AFTER UPDATE OF name, email ON customer BEGIN
    INSERT OR IGNORE INTO search_stale SELECT key FROM conversation WHERE customer = new.id;
END;
-- One that is opened by a customer who has a name already.
CREATE TRIGGER search_conversation AFTER INSERT ON conversation
WHEN EXISTS (SELECT 1 FROM customer WHERE id = new.customer AND (name IS NOT NULL OR email IS NOT NULL)) BEGIN
    INSERT OR IGNORE INTO search_stale VALUES (new.key);
END;
-- One that goes to another customer, who is the same person.
CREATE TRIGGER search_moved AFTER UPDATE OF customer ON conversation
WHEN new.customer <> old.customer BEGIN
    INSERT OR IGNORE INTO search_stale VALUES (new.key);
END;
