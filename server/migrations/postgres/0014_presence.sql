-- ../sqlite/0014_presence.sql in this dialect.

-- When the customer's last connection ended, as far as that is known.
ALTER TABLE customer ADD COLUMN last_seen_at bigint;
-- The device that told of it, as JSON: names of its browser and its system.
ALTER TABLE receipt ADD COLUMN device text;
