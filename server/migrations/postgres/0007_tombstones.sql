-- What was kept of a person and is erased: the proof, and no word of it.

-- One row for the profile, and one for every anonymous visitor who had become
-- part of it.
CREATE TABLE tombstone (
    customer text PRIMARY KEY,
    profile text NOT NULL,
    brand text NOT NULL,
    erased_at bigint NOT NULL,
    erased_by text NOT NULL,
    conversations bigint NOT NULL,
    messages bigint NOT NULL,
    files bigint NOT NULL
);

CREATE INDEX customer_merged ON customer (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX file_customer ON file (customer) WHERE customer IS NOT NULL;
