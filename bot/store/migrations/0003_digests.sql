-- Digests, and their editions on the way to Discord.  Times are seconds since 1970 in UTC.

CREATE TABLE digests (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    guild          INTEGER NOT NULL,
    channel        INTEGER NOT NULL,
    plan           TEXT    NOT NULL,            -- JSON: schedule, filters, length, parts, role and so on
    created        INTEGER NOT NULL,
    next_due       INTEGER,                     -- NULL while paused
    paused_because TEXT,                        -- why, where the bot paused it
    removed_at     INTEGER
);
CREATE INDEX digests_by_guild ON digests (guild);
CREATE INDEX digests_by_due   ON digests (next_due) WHERE next_due IS NOT NULL AND removed_at IS NULL;

-- An edition is a row before it is a message.  It goes from 'due' over 'rendered' and 'sending' to 'posted', or ends
-- 'failed' or 'skipped'.  Whoever works on it holds the lease until 'wake_at'; after a crash the next one takes over.
CREATE TABLE editions (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    digest      INTEGER NOT NULL REFERENCES digests ON DELETE CASCADE,
    due         INTEGER NOT NULL,
    covers_from INTEGER NOT NULL,
    state       TEXT    NOT NULL,
    nonce       TEXT    NOT NULL UNIQUE,
    payload     TEXT,                           -- JSON: the page that is posted
    attempts    INTEGER NOT NULL DEFAULT 0,
    sent_first  INTEGER,                        -- when it may first have reached Discord
    lease       TEXT,
    wake_at     INTEGER,                        -- when it is to be worked on; NULL once it has ended
    posted      INTEGER,
    message     INTEGER,
    note        TEXT,
    UNIQUE (digest, due)
);
CREATE INDEX editions_to_do ON editions (wake_at) WHERE wake_at IS NOT NULL;

-- What an edition tells of; an article is in one edition of a digest only, unless that edition was surely not posted.
CREATE TABLE edition_articles (
    edition INTEGER NOT NULL REFERENCES editions ON DELETE CASCADE,
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    story   INTEGER NOT NULL,                   -- articles of one story have one number, from 0 in the order shown
    PRIMARY KEY (edition, article)
);
CREATE INDEX edition_articles_by_article ON edition_articles (article);
