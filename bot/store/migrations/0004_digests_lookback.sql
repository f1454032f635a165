-- What digests look back at, and where each edition goes.

CREATE INDEX shelves_by_addition ON shelves (guild, added, article) WHERE removed_at IS NULL;

-- Where an edition is posted stays what it was when its digest moves on: there its message is looked for.
ALTER TABLE editions ADD COLUMN channel INTEGER NOT NULL DEFAULT 0;
UPDATE editions SET channel = (SELECT channel FROM digests WHERE digests.id = digest);
