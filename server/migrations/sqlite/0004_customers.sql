-- What the brand's site calls a customer.
ALTER TABLE customer ADD COLUMN external_id TEXT;
-- The profile that an anonymous customer has become part of.
ALTER TABLE customer ADD COLUMN merged_into TEXT REFERENCES customer (id);
-- JSON: name to text, number or truth value.
ALTER TABLE customer ADD COLUMN attributes TEXT NOT NULL DEFAULT '{}';
ALTER TABLE conversation ADD COLUMN attributes TEXT NOT NULL DEFAULT '{}';

CREATE UNIQUE INDEX customer_email ON customer (brand, email) WHERE is_email_verified;
CREATE UNIQUE INDEX customer_external_id ON customer (brand, external_id)
    WHERE external_id IS NOT NULL;

-- What pages say of a customer; verified by nobody.
CREATE TABLE contact (
    customer TEXT NOT NULL REFERENCES customer (id),
    kind TEXT NOT NULL,
    service TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (customer, kind, service, value)
) STRICT, WITHOUT ROWID;
