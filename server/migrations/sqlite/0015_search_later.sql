-- Texts that are stored and not yet in the index of the search, by the number
-- of their row there: a message is acknowledged without waiting for the index.
CREATE TABLE search_waiting (row INTEGER PRIMARY KEY) STRICT;

-- A customer's conversations are few: sorted when they are read, they need not
-- be sorted with every message.
DROP INDEX conversation_customer;
CREATE INDEX conversation_customer ON conversation (customer);
-- Counted by the indexes that the lists are read by.
DROP INDEX conversation_list;
