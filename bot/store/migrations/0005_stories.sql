-- Copies of one text, which are shown once.  A story has the id of its first article; it is kept for each shelf, because a
-- guild's own articles must not decide what another guild is shown.

ALTER TABLE shelves ADD COLUMN story INTEGER NOT NULL DEFAULT 0;
UPDATE shelves SET story = article;
CREATE INDEX shelves_by_story ON shelves (story, dated, article) WHERE removed_at IS NULL;

-- The smallest hashes of each article's shingles, see bot/stories.py.
CREATE TABLE sketches (
    hash    INTEGER NOT NULL,
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    PRIMARY KEY (hash, article)
) WITHOUT ROWID;
CREATE INDEX sketches_by_article ON sketches (article);
