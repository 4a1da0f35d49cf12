-- The tables of ../sqlite/0004_customers.sql, in this dialect.

ALTER TABLE customer ADD COLUMN external_id text;
-- Deferred: a copy from elsewhere brings rows in any order.
ALTER TABLE customer ADD COLUMN merged_into text REFERENCES customer (id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE customer ADD COLUMN attributes text NOT NULL DEFAULT '{}';
ALTER TABLE conversation ADD COLUMN attributes text NOT NULL DEFAULT '{}';

CREATE UNIQUE INDEX customer_email ON customer (brand, email) WHERE is_email_verified;
CREATE UNIQUE INDEX customer_external_id ON customer (brand, external_id)
    WHERE external_id IS NOT NULL;

CREATE TABLE contact (
    customer text NOT NULL REFERENCES customer (id),
    kind text NOT NULL,
    service text NOT NULL,
    value text NOT NULL,
    PRIMARY KEY (customer, kind, service, value)
);
