-- The indexes of ../sqlite/0011_hook_events.sql; numbers are never given again
-- here.

CREATE INDEX hook_event_transaction ON hook_event (hook_transaction);
CREATE INDEX hook_file_transaction ON hook_file (hook_transaction);
