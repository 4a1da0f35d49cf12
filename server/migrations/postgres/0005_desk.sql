-- The agents' desk: presence, sub statuses, who has joined, and search.

ALTER TABLE agent ADD COLUMN presence text NOT NULL DEFAULT 'available';
ALTER TABLE conversation ADD COLUMN sub_status text;
-- Agents whom the visitor knows, as JSON.
ALTER TABLE conversation ADD COLUMN joined text NOT NULL DEFAULT '[]';

-- What happened between two entries is read with them.
CREATE INDEX event_after ON event (conversation, after);
-- Lists are counted without their rows.
CREATE INDEX conversation_list ON conversation (status, assignee);

-- Words as search.rs folds them, with their positions. `place` is 0 for the
-- tags, 1 for the customer, else twice the number of the entry, or twice the
-- number of the note and one more.
CREATE TABLE search (
    conversation bigint NOT NULL REFERENCES conversation (key),
    place bigint NOT NULL,
    words tsvector NOT NULL,
    PRIMARY KEY (conversation, place)
);

CREATE INDEX search_words ON search USING gin (words);

-- Conversations whose texts are to be read again for the search: those from
-- before there was one, and those whose customer has changed. `mark` grows
-- when one changes once more while it is being read.
CREATE TABLE search_stale (
    conversation bigint PRIMARY KEY,
    mark bigint NOT NULL DEFAULT 0
);
INSERT INTO search_stale (conversation) SELECT key FROM conversation;

CREATE FUNCTION search_customer() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO search_stale (conversation) SELECT key FROM conversation WHERE customer = new.id
    ON CONFLICT (conversation) DO UPDATE SET mark = search_stale.mark + 1;
    RETURN NULL;
END $$;
CREATE TRIGGER search_customer AFTER UPDATE OF name, email ON customer
    FOR EACH ROW EXECUTE FUNCTION search_customer();

-- One that is opened by a customer who has a name already.
CREATE FUNCTION search_conversation() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO search_stale (conversation) SELECT new.key FROM customer
    WHERE id = new.customer AND (name IS NOT NULL OR email IS NOT NULL) ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER search_conversation AFTER INSERT ON conversation
    FOR EACH ROW EXECUTE FUNCTION search_conversation();
-- One that goes to another customer, who is the same person.
CREATE TRIGGER search_moved AFTER UPDATE OF customer ON conversation
    FOR EACH ROW WHEN (new.customer <> old.customer) EXECUTE FUNCTION search_conversation();
