-- What was kept of a person and is erased: the proof, and no word of it.

-- One row for the profile, and one for every anonymous visitor who had become
-- part of it.
CREATE TABLE tombstone (
    customer TEXT PRIMARY KEY,
    profile TEXT NOT NULL,
    brand TEXT NOT NULL,
    erased_at INTEGER NOT NULL,
    erased_by TEXT NOT NULL,
    conversations INTEGER NOT NULL,
    messages INTEGER NOT NULL,
    files INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX customer_merged ON customer (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX file_customer ON file (customer) WHERE customer IS NOT NULL;
