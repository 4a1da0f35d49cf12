-- The tables of ../sqlite/0013_merges.sql, in this dialect.

CREATE TABLE customer_merge (
    id text PRIMARY KEY,
    brand text NOT NULL,
    number bigint NOT NULL,
    source text NOT NULL,
    target text NOT NULL,
    merged_by text NOT NULL,
    undone_by text,
    at bigint NOT NULL,
    undone_at bigint,
    kept text NOT NULL
);

CREATE INDEX customer_merge_source ON customer_merge (source);
CREATE INDEX customer_merge_target ON customer_merge (target, number);

CREATE TABLE customer_merge_moved (
    customer_merge text NOT NULL REFERENCES customer_merge (id) ON DELETE CASCADE,
    kind text NOT NULL,
    id text NOT NULL,
    PRIMARY KEY (customer_merge, kind, id)
);

CREATE INDEX customer_any_email ON customer (brand, lower(email)) WHERE email IS NOT NULL;
CREATE INDEX customer_any_name ON customer (brand, lower(name)) WHERE name IS NOT NULL;
CREATE INDEX contact_value ON contact (lower(value)) WHERE kind = 'email';
