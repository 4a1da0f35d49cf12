-- What agents are told of, and up to where they were.

-- What the agent has chosen, as JSON; nothing until then.
ALTER TABLE agent ADD COLUMN notifications TEXT;
-- When an inbox of the agent was last open, through any process.
ALTER TABLE agent ADD COLUMN seen_at INTEGER;
-- BCP 47 code of the locale in which the agent last signed in.
ALTER TABLE agent ADD COLUMN locale TEXT;

-- Up to this entry and this event it was decided who gets a letter.
ALTER TABLE conversation ADD COLUMN noticed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN noticed_events INTEGER NOT NULL DEFAULT 0;

-- What was there before is news to nobody.
UPDATE conversation SET noticed = seq, noticed_events = events;

CREATE INDEX conversation_unnoticed ON conversation (key)
    WHERE seq > noticed OR events > noticed_events;
