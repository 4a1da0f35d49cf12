-- ../sqlite/0012_notifications.sql in this dialect.

-- What the agent has chosen, as JSON; nothing until then.
ALTER TABLE agent ADD COLUMN notifications text;
-- When an inbox of the agent was last open, through any process.
ALTER TABLE agent ADD COLUMN seen_at bigint;
-- BCP 47 code of the locale in which the agent last signed in.
ALTER TABLE agent ADD COLUMN locale text;

-- Up to this entry and this event it was decided who gets a letter.
ALTER TABLE conversation ADD COLUMN noticed bigint NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN noticed_events bigint NOT NULL DEFAULT 0;

-- What was there before is news to nobody.
UPDATE conversation SET noticed = seq, noticed_events = events;

CREATE INDEX conversation_unnoticed ON conversation (key)
    WHERE seq > noticed OR events > noticed_events;
