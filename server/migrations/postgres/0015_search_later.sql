-- The index of ../sqlite/0015_search_later.sql. Here the search's words are
-- written with the message: its index takes new words in bulk by itself.

DROP INDEX conversation_customer;
CREATE INDEX conversation_customer ON conversation (customer);
DROP INDEX conversation_list;
