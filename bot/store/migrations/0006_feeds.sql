-- Feeds, who follows them, and which of their entries are known.  Times are seconds since 1970 in UTC.

CREATE TABLE feeds (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    url           TEXT    NOT NULL UNIQUE,
    host          TEXT    NOT NULL,
    title         TEXT,
    site          TEXT,
    etag          TEXT,                             -- of the last answer; NULL where the next one must be whole
    modified      TEXT,
    interval      INTEGER NOT NULL,
    next_poll     INTEGER,                          -- while it is polled, when that is given up; NULL once it has ended
    polled        INTEGER,
    succeeded     INTEGER,
    failures      INTEGER NOT NULL DEFAULT 0,       -- in a row
    failing_since INTEGER,
    problem       TEXT,
    told          INTEGER NOT NULL DEFAULT 0,       -- whether the editors were told that it is failing
    moved_to      TEXT,                             -- where its host has said that it has moved for good
    moved_times   INTEGER NOT NULL DEFAULT 0,
    ended         INTEGER
);
CREATE INDEX feeds_by_due ON feeds (next_poll) WHERE next_poll IS NOT NULL;

CREATE TABLE subscriptions (
    guild   INTEGER NOT NULL,
    feed    INTEGER NOT NULL REFERENCES feeds ON DELETE CASCADE,
    include TEXT    NOT NULL,                       -- JSON: words and phrases
    exclude TEXT    NOT NULL,
    added   INTEGER NOT NULL,
    paused  INTEGER,
    backlog INTEGER,                                -- how many entries to begin with; NULL once it has begun
    PRIMARY KEY (guild, feed)
);
CREATE INDEX subscriptions_by_feed ON subscriptions (feed);

CREATE TABLE feed_entries (
    feed        INTEGER NOT NULL REFERENCES feeds ON DELETE CASCADE,
    key         TEXT    NOT NULL,                   -- from its GUID, else its link, else its text
    fingerprint TEXT,                               -- of what it said; NULL while it has yet to be read
    article     INTEGER REFERENCES articles ON DELETE SET NULL,
    attempts    INTEGER NOT NULL DEFAULT 0,
    read        INTEGER NOT NULL,
    seen        INTEGER NOT NULL,                   -- when it last stood in the feed
    PRIMARY KEY (feed, key)
) WITHOUT ROWID;
CREATE INDEX feed_entries_by_article ON feed_entries (article);
